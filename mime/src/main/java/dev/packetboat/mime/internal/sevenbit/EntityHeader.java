package dev.packetboat.mime.internal.sevenbit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The header of a message or a part: what it says of its body, and where. Not thread-safe. */
final class EntityHeader {

  static final String TYPE = "content-type";
  static final String ENCODING = "content-transfer-encoding";
  static final String VERSION = "mime-version";

  private static final Set<String> READ = Set.of(TYPE, ENCODING, VERSION);
  // RFC 6376 §3.5, RFC 8617 §4.1.2: what is signed by them is the body as well.
  private static final Map<String, String> SIGNATURES =
      Map.of("dkim-signature", "DKIM-Signature", "arc-message-signature", "ARC-Message-Signature");
  // Not more than we need to tell a part from another.
  private static final int LONGEST_VALUE = 16 * 1024;
  private static final Pattern ONE = Pattern.compile("[ \\t]*+(?:\\([^()]*+\\))?+[ \\t]*+1\\.0.*+");

  /** Where a field stands, its line ends with it. */
  record Span(long start, long end) {}

  private final Map<String, StringBuilder> values = new HashMap<>();
  private Optional<String> signature = Optional.empty();
  private Optional<String> fault = Optional.empty();
  private Optional<Span> encodingField = Optional.empty();
  private String field = "";
  private boolean empty = true;

  /** Takes a line that is not empty. */
  void add(LineReader line) {
    String text = line.text();
    if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
      continueField(text);
    } else {
      beginField(text);
    }
    if (field.equals(ENCODING)) {
      long start = encodingField.map(Span::start).orElse(line.start());
      encodingField = Optional.of(new Span(start, line.offset()));
    }
    empty = false;
  }

  private void continueField(String text) {
    if (empty || text.isBlank()) {
      addFault("has a header that some end where others do not");
    }
    append(text);
  }

  // RFC 5322 §2.2
  private void beginField(String text) {
    int colon = text.indexOf(':');
    field = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (field.isEmpty() || !field.chars().allMatch(c -> c > ' ' && c <= '~')) {
      addFault("has a line in its header that is no field");
    }
    if (SIGNATURES.containsKey(field) && signature.isEmpty()) {
      signature = Optional.of(SIGNATURES.get(field));
    }
    if (READ.contains(field)) {
      if (values.put(field, new StringBuilder()) != null) {
        addFault("has two fields " + field);
      }
      append(text.substring(colon + 1));
    }
  }

  private void append(String text) {
    StringBuilder value = values.get(field);
    if (value == null) {
      return;
    }
    if (value.length() + text.length() > LONGEST_VALUE) {
      addFault("has a field " + field + " that is too long");
    } else {
      value.append(text);
    }
  }

  private void addFault(String what) {
    if (fault.isEmpty()) {
      fault = Optional.of(what);
    }
  }

  /** What makes it doubtful where the body begins or what is in it. */
  Optional<String> fault() {
    boolean otherVersion = has(VERSION) && !ONE.matcher(value(VERSION)).matches();
    // RFC 2045 §4
    return otherVersion ? Optional.of("is in another version of MIME") : fault;
  }

  /** The field that signs the body, if there is one. */
  Optional<String> signature() {
    return signature;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  private String value(String name) {
    return String.valueOf(values.get(name));
  }

  /** What it says it is; empty where that cannot be understood. */
  Optional<ContentType> type(ContentType otherwise) {
    return has(TYPE) ? ContentType.parse(value(TYPE)) : Optional.of(otherwise);
  }

  /** In which encoding the body is, in lower case. */
  String encoding() {
    // RFC 2045 §6.1
    return has(ENCODING) ? value(ENCODING).strip().toLowerCase(Locale.ROOT) : "7bit";
  }

  /** Where Content-Transfer-Encoding stands. */
  Optional<Span> encodingField() {
    return encodingField;
  }
}
