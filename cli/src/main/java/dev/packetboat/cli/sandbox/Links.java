package dev.packetboat.cli.sandbox;

/** Where things are. */
final class Links {

  static final String API = "/api/messages";

  private Links() {}

  static String page(Arrival arrival) {
    return "/messages/" + arrival.number();
  }

  static String tab(Arrival arrival, Tab tab) {
    return page(arrival) + "/" + tab.word();
  }

  /** The HTML of a message, by itself. */
  static String foreign(Arrival arrival) {
    return page(arrival) + "/body.html";
  }

  static String source(Arrival arrival) {
    return page(arrival) + "/message.eml";
  }

  static String attachment(Arrival arrival, int index) {
    return page(arrival) + "/parts/" + index;
  }

  static String api(Arrival arrival) {
    return API + "/" + arrival.number();
  }
}
