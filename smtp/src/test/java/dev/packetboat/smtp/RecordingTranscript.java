package dev.packetboat.smtp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordingTranscript implements Transcript {

  final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void client(String line) {
    lines.add("C: " + line);
  }

  @Override
  public void server(String line) {
    lines.add("S: " + line);
  }

  @Override
  public void note(String text) {
    lines.add("-- " + text);
  }
}
