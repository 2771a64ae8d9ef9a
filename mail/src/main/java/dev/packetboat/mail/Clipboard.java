package dev.packetboat.mail;

import java.awt.AWTError;
import java.awt.HeadlessException;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.IOException;

/** The system clipboard, which is in the module java.desktop, and that is not everywhere. */
final class Clipboard {

  private Clipboard() {}

  static Content read() throws IOException {
    if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
      throw new ClipboardUnavailableException("no clipboard: this Java has no module java.desktop");
    }
    return Desktop.read();
  }

  /** Apart, because without that module not even this class could be loaded. */
  private static final class Desktop {

    static Content read() throws IOException {
      try {
        return Content.of(text(Toolkit.getDefaultToolkit()));
      } catch (HeadlessException | AWTError | UnsatisfiedLinkError | NoClassDefFoundError e) {
        throw new ClipboardUnavailableException("no clipboard: there is no display", e);
      } catch (UnsupportedFlavorException e) {
        throw new ClipboardUnavailableException("the clipboard holds no text", e);
      } catch (IllegalStateException e) {
        throw new ClipboardUnavailableException("the clipboard is in use by another program", e);
      }
    }

    private static String text(Toolkit toolkit) throws IOException, UnsupportedFlavorException {
      return (String) toolkit.getSystemClipboard().getData(DataFlavor.stringFlavor);
    }
  }
}
