package dev.packetboat.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * The messages of an mbox, the third as {@code box.mbox#3}. Of each it is kept where it stands.
 *
 * <p>RFC 4155, Appendix A: a message begins with a line that begins with {@code From }, at the
 * start of the file or after an empty line, and ends with an empty line; neither is part of it. In
 * a message a line that begins with {@code From } has a {@code >} before it, and one that begins
 * with several {@code >} and {@code From } one more (mboxrd): one is taken away. Content-Length
 * fields (mboxcl) do not count.
 */
final class Mbox implements Sources {

  private final Source box;
  private final MboxIndex index;

  private Mbox(Source box, MboxIndex index) {
    this.box = box;
    this.index = index;
  }

  /**
   * Finds the messages.
   *
   * @throws Refusal where it does not begin as an mbox does
   */
  static Mbox read(Source box) throws IOException, Refusal {
    MboxIndex index = new MboxIndex();
    try (InputStream in = box.content().open()) {
      index.read(in);
    }
    if (!index.isMbox()) {
      throw new Refusal(
          ExitStatus.BAD_INPUT, box.name() + ": is no mbox: it does not begin with \"From \"");
    }
    return new Mbox(box, index);
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public Source get(int number) {
    String name = box.name() + "#" + (number + 1);
    return new Source(name, new MboxMessage(box.content(), index.place(number)));
  }

  @Override
  public void close() throws IOException {
    box.close();
  }
}
