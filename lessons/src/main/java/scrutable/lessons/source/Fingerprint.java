package scrutable.lessons.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scrutable.tensor.io.Utf8;

/// What the code of a lesson does, as one number: another one when it may do something else, the same when only its
/// words changed.
///
/// Taken are the sources of the lesson's own package and of all packages of `lessons` that it imports, directly or not,
/// but for those that only show results ([#SHOWING], and files called `XFigures`); left out are comments, what strings
/// say, imports, and the way lines are broken. What the engine below does is not in it: a change there shows in the
/// numbers of the page.
public final class Fingerprint {
  private static final String ROOM = "scrutable.lessons.";
  /// Packages that present what a lesson found, or start it.
  private static final Set<String> SHOWING = Set.of("contract", "figure", "format", "report", "book", "source", "cli",
      "exchange");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+);");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package [\\w.]+;");
  /// Text blocks, strings, characters, and comments of both kinds.
  private static final Pattern WORDS = Pattern.compile(
      "\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|//[^\n]*|/\\*(?s:.*?)\\*/");
  private static final Pattern SPACE_AT_SIGNS = Pattern.compile(" (?=\\W)|(?<=\\W) ");

  private Fingerprint() {}

  /// The fingerprint of the code that lies in this package and below it in the house, 64 hexadecimal digits.
  ///
  /// @param root    of the repository
  /// @param packageName the package of a lesson, like `scrutable.lessons.adversarial.fastgradientsign`
  /// @throws IOException if its sources cannot be read
  public static String of(Path root, String packageName) throws IOException {
    TreeMap<String, String> code = new TreeMap<>();
    Set<String> seen = new TreeSet<>(Set.of(packageName));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (String source : sources(root, open.pop(), code)) {
        IMPORT.matcher(source).results().map(found -> packageOf(found.group(1))).filter(Fingerprint::computes)
            .filter(seen::add).forEach(open::push);
      }
    }
    return sha256(code.toString());
  }

  /// The sources of a package, which are also put into `code`, without words, by their files.
  private static Set<String> sources(Path root, String packageName, TreeMap<String, String> code) throws IOException {
    Path folder = root.resolve("lessons/src/main/java").resolve(packageName.replace('.', '/'));
    Set<String> sources = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.java")) {
      for (Path file : files) {
        if (!file.toString().endsWith("Figures.java")) {
          String source = Utf8.read(file);
          sources.add(source);
          code.put(root.relativize(file).toString().replace('\\', '/'), withoutWords(source));
        }
      }
    }
    return sources;
  }

  private static boolean computes(String packageName) {
    return packageName.startsWith(ROOM) && !SHOWING.contains(packageName.substring(ROOM.length()).split("\\.")[0]);
  }

  /// The package of an imported class or of a member of one: the parts before the first that begins with a capital.
  private static String packageOf(String name) {
    return name.replaceFirst("\\.[A-Z].*", "");
  }

  static String withoutWords(String source) {
    String code = WORDS.matcher(source).replaceAll(found -> found.group().startsWith("/") ? " "
        : found.group().startsWith("'") ? Matcher.quoteReplacement(found.group()) : "\"\"");
    code = PACKAGE.matcher(IMPORT.matcher(code).replaceAll("")).replaceAll("");
    return SPACE_AT_SIGNS.matcher(code.replaceAll("\\s+", " ")).replaceAll("").strip();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
