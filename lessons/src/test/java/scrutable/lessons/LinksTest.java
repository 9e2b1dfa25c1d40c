package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the pages link to is there.
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");

  private static List<Path> pages() throws IOException {
    try (var files = Files.walk(Repository.root(), 6)) {
      return files.filter(file -> file.toString().endsWith(".md")).filter(file -> {
        String path = Repository.root().relativize(file).toString().replace('\\', '/');
        return !path.contains("target/") && !path.startsWith(".");
      }).toList();
    }
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
      while (link.find()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*")) {
          links++;
          if (!Files.exists(page.resolveSibling(target))) {
            broken.add(Repository.root().relativize(page) + ": " + target);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 300, links + " links were found");
  }

  /// A reader finds on no page a document that is not part of the repository.
  @Test
  void noPageSpeaksOfWhatTheReaderDoesNotHave() throws IOException {
    Pattern elsewhere = Pattern.compile("(?i)\\bcurriculum\\b");
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      if (elsewhere.matcher(Files.readString(page)).find()) {
        found.add(Repository.root().relativize(page).toString());
      }
    }
    assertEquals(List.of(), found);
  }
}
