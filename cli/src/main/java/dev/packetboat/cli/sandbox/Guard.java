package dev.packetboat.cli.sandbox;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the pages of other sites out. A browser lets them send requests to this address; under
 * their own name they could even read the answers, once that name leads here (DNS rebinding).
 */
final class Guard {

  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Pattern HOST = Pattern.compile("([^:]+|\\[[^]]*])(?::[0-9]{1,5})?");

  private Guard() {}

  /**
   * What is wrong with a request; nothing where it may be answered.
   *
   * @param host the header of this name, if there is one
   * @param origin the header of this name, if there is one
   * @param site the header Sec-Fetch-Site, if there is one
   * @param isNavigation whether the request opens a page and gives nothing to whoever links to it
   */
  static Optional<Answer> refusal(
      Optional<String> host, Optional<String> origin, Optional<String> site, boolean isNavigation) {
    Optional<Matcher> named = host.map(HOST::matcher).filter(Matcher::matches);
    if (named.isEmpty() || !NAMES.contains(named.get().group(1))) {
      return Optional.of(
          Answer.text(421, "This is the sandbox of packetboat: ask for it as 127.0.0.1."));
    }
    boolean isForeign = origin.isPresent() && !origin.get().equals("http://" + host.get());
    boolean isFromElsewhere = site.filter(Set.of("cross-site", "same-site")::contains).isPresent();
    return isForeign || (isFromElsewhere && !isNavigation)
        ? Optional.of(Answer.text(403, "Pages of other sites get no answer here."))
        : Optional.empty();
  }
}
