package dev.packetboat.testkit.internal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Resource records by name, which may change at any time. Safe for use by several threads. */
public final class Records {

  // In canonical order, RFC 4034 §6.1, what is below a name follows it at once.
  private final NavigableMap<Name, List<Record>> byName = new ConcurrentSkipListMap<>();
  private final Set<Name> authentic = ConcurrentHashMap.newKeySet();

  /** Adds all of a text in master-file form; a name without a dot at its end is meant so too. */
  public void addAll(String text, long ttl) {
    var octets = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    List<Record> parsed = new ArrayList<>();
    try (Master master = new Master(octets, Name.root, ttl)) {
      master.disableIncludes(true);
      for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
        parsed.add(next);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not in master-file form: " + e.getMessage(), e);
    }
    parsed.forEach(this::add);
  }

  /** Adds a record; its data are as in a master file. */
  public void add(String name, String type, long ttl, String data) {
    try {
      add(Record.fromString(name(name), type(type), DClass.IN, ttl, data, Name.root));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not a record: " + name + " " + type + " " + data + ": " + e.getMessage(), e);
    }
  }

  private void add(Record added) {
    byName.merge(added.getName(), List.of(added), Records::joined);
  }

  private static List<Record> joined(List<Record> first, List<Record> second) {
    List<Record> all = new ArrayList<>(first);
    all.removeAll(second);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** Takes away all records of a name. */
  public void remove(String name) {
    byName.remove(name(name));
  }

  /** Takes away the records of a name and type. */
  public void remove(String name, String type) {
    int unwanted = type(type);
    byName.computeIfPresent(
        name(name),
        (any, all) -> {
          List<Record> left = all.stream().filter(each -> each.getType() != unwanted).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** From now on, answers about this name and all below it count as validated. */
  public void authenticate(String name) {
    authentic.add(name(name));
  }

  boolean isAuthentic(Name name) {
    return authentic.stream().anyMatch(name::subdomain);
  }

  /** Whether there is this name, be it only because there is one below it: RFC 8020 §2. */
  boolean exists(Name name) {
    Name next = byName.ceilingKey(name);
    return next != null && next.subdomain(name);
  }

  /** All records of this name, its own or by a wildcard. */
  List<Record> of(Name name) {
    List<Record> own = byName.get(name);
    if (own != null) {
      return own;
    }
    return exists(name) ? List.of() : byWildcard(name);
  }

  // RFC 4592 §3.3.1: only the wildcard of the closest name that exists
  private List<Record> byWildcard(Name name) {
    for (int cut = 1; cut < name.labels(); cut++) {
      Name wildcard = name.wild(cut);
      List<Record> found = byName.get(wildcard);
      if (found != null) {
        return found.stream().map(each -> each.withName(name)).toList();
      }
      if (exists(new Name(name, cut))) {
        return List.of();
      }
    }
    return List.of();
  }

  /** The SOA of the zone that a name is in; one is made up where there is none. */
  SOARecord authority(Name name) {
    for (int cut = 0; cut < name.labels(); cut++) {
      for (Record each : byName.getOrDefault(new Name(name, cut), List.of())) {
        if (each instanceof SOARecord found) {
          return found;
        }
      }
    }
    return madeUp(name);
  }

  private SOARecord madeUp(Name name) {
    Name top = name.labels() > 1 ? new Name(name, name.labels() - 2) : Name.root;
    Name zone = exists(top) ? top : Name.root;
    Name server = Name.fromConstantString("ns.test.");
    return new SOARecord(zone, DClass.IN, 60, server, server, 1, 3600, 600, 86400, 60);
  }

  /** In master-file form. */
  @Override
  public String toString() {
    return byName.values().stream()
        .flatMap(List::stream)
        .map(Record::toString)
        .collect(Collectors.joining("\n"));
  }

  /** A name, with or without a dot at its end. */
  public static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a domain name: " + text, e);
    }
  }

  static int type(String mnemonic) {
    int type = Type.value(mnemonic, true);
    if (type < 0) {
      throw new IllegalArgumentException("no such type of records: " + mnemonic);
    }
    return type;
  }
}
