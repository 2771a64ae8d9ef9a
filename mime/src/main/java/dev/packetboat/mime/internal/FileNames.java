package dev.packetboat.mime.internal;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of attached files, and what they say of what is in them: the same on every machine. */
public final class FileNames {

  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> TYPES =
      """
      7z    application/x-7z-compressed
      aac   audio/aac
      asc   text/plain
      avif  image/avif
      bmp   image/bmp
      bz2   application/x-bzip2
      cer   application/pkix-cert
      css   text/css
      csv   text/csv
      doc   application/msword
      docx  application/vnd.openxmlformats-officedocument.wordprocessingml.document
      eml   message/rfc822
      epub  application/epub+zip
      flac  audio/flac
      gif   image/gif
      gz    application/gzip
      heic  image/heic
      htm   text/html
      html  text/html
      ics   text/calendar
      jar   application/java-archive
      jpeg  image/jpeg
      jpg   image/jpeg
      js    text/javascript
      json  application/json
      log   text/plain
      m4a   audio/mp4
      md    text/markdown
      mov   video/quicktime
      mp3   audio/mpeg
      mp4   video/mp4
      odp   application/vnd.oasis.opendocument.presentation
      ods   application/vnd.oasis.opendocument.spreadsheet
      odt   application/vnd.oasis.opendocument.text
      oga   audio/ogg
      ogg   audio/ogg
      ogv   video/ogg
      p7m   application/pkcs7-mime
      p7s   application/pkcs7-signature
      pdf   application/pdf
      png   image/png
      ppt   application/vnd.ms-powerpoint
      pptx  application/vnd.openxmlformats-officedocument.presentationml.presentation
      ps    application/postscript
      rtf   application/rtf
      svg   image/svg+xml
      tar   application/x-tar
      text  text/plain
      tif   image/tiff
      tiff  image/tiff
      tsv   text/tab-separated-values
      txt   text/plain
      vcf   text/vcard
      wav   audio/wav
      weba  audio/webm
      webm  video/webm
      webp  image/webp
      xls   application/vnd.ms-excel
      xlsx  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
      xml   application/xml
      xz    application/x-xz
      zip   application/zip
      zst   application/zstd
      """
          .lines()
          .map(line -> line.split(" +"))
          .collect(Collectors.toUnmodifiableMap(words -> words[0], words -> words[1]));

  private static final Pattern FOLDERS = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);

  private FileNames() {}

  /** The media type that goes with the end of the name. */
  public static MediaType mediaType(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return MediaType.parse(TYPES.getOrDefault(ending, UNKNOWN));
  }

  /**
   * The name without folders, which are nobody's concern and could be where a reader writes it (RFC
   * 2183 §2.3).
   *
   * @throws IllegalArgumentException if nothing is left, or a control character is in it
   */
  public static String bare(String name) {
    String bare = FOLDERS.matcher(Characters.inHeader("the file name", name)).replaceFirst("");
    if (bare.isBlank() || bare.equals(".") || bare.equals("..")) {
      throw new IllegalArgumentException(
          "\"" + Characters.shown(name) + "\" is not the name of a file");
    }
    return bare;
  }
}
