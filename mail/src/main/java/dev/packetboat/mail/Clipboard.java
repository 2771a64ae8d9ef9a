package dev.packetboat.mail;

import java.awt.AWTError;
import java.awt.HeadlessException;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.IOException;

/** The system clipboard. The only class here that needs the module java.desktop. */
final class Clipboard {

  private Clipboard() {}

  static Content read() throws IOException {
    try {
      Object text =
          Toolkit.getDefaultToolkit().getSystemClipboard().getData(DataFlavor.stringFlavor);
      return Content.of((String) text);
    } catch (HeadlessException | AWTError e) {
      throw new ClipboardUnavailableException("no clipboard: this Java runs without a display", e);
    } catch (NoClassDefFoundError | UnsatisfiedLinkError e) {
      throw new ClipboardUnavailableException("no clipboard: this Java has no desktop module", e);
    } catch (UnsupportedFlavorException e) {
      throw new ClipboardUnavailableException("the clipboard holds no text", e);
    } catch (IllegalStateException e) {
      throw new ClipboardUnavailableException("the clipboard is in use by another program", e);
    }
  }
}
