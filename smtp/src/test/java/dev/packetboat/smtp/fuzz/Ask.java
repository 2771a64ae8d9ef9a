package dev.packetboat.smtp.fuzz;

/** What a reply is asked for by, and the codes that say yes to it. */
enum Ask {
  GREETING(220),
  HELLO(250),
  MAIL(250),
  RCPT(250, 251),
  DATA(354),
  CHUNK(250),
  CONTENT_END(250, 299),
  RSET(250, 200),
  NOOP(250),
  VRFY(252, 250),
  HELP(214, 211),
  CHALLENGE(334),
  AUTH(235, 250),
  STARTTLS(220),
  QUIT(221);

  final int usual;
  final int alternative;

  Ask(int usual) {
    this(usual, usual);
  }

  Ask(int usual, int alternative) {
    this.usual = usual;
    this.alternative = alternative;
  }
}
