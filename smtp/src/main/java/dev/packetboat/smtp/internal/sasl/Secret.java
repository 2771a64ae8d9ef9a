package dev.packetboat.smtp.internal.sasl;

import dev.packetboat.smtp.internal.CommandText;

/** A user's name and password, checked. */
public record Secret(String user, String password) {

  public Secret {
    CommandText.checked("user name", user);
    if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the password is empty or holds a control character");
    }
  }

  @Override
  public String toString() {
    return "Secret[" + user + ", ***]";
  }
}
