package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// What the build downloads is pinned: Maven by its wrapper, all else by `.mvn/checksums`, which Maven compares because
/// `.mvn/maven.config` asks it to.
class ChecksumsTest {
  private static final Path FOLDER = Repository.root().resolve(".mvn");

  @Test
  void mavenIsAskedToCompare() throws IOException {
    List<String> options = Files.readAllLines(FOLDER.resolve("maven.config"));
    assertTrue(options.contains("-Daether.artifactResolver.postProcessor.trustedChecksums=true"), options::toString);
    assertTrue(options.contains("-Daether.trustedChecksumsSource.summaryFile.basedir="
        + "${session.rootDirectory}/.mvn/checksums"), options::toString);
  }

  @Test
  void mavenItselfIsPinned() throws IOException {
    String wrapper = Files.readString(FOLDER.resolve("wrapper/maven-wrapper.properties"));
    assertTrue(wrapper.lines().anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}")), wrapper);
  }

  /// A version that was raised without its checksum would not be compared at all.
  @Test
  void everyVersionThatABuildFileNamesHasItsChecksum() throws Exception {
    Set<String> pinned = new HashSet<>();
    for (String line : Files.readAllLines(FOLDER.resolve("checksums/checksums.sha256"))) {
      assertTrue(line.matches("[0-9a-f]{64}  \\S+\\.(jar|pom)"), line);
      String file = line.substring(66);
      assertTrue(pinned.add(file), "twice: " + file);
    }
    List<String> missing = new ArrayList<>();
    Map<String, String> properties = new HashMap<>();
    int named = 0;
    for (String module : List.of("", "tensor/", "autograd/", "nn/", "attacks/", "lessons/", "bench/")) {
      Document pom = WellFormed.parse(Files.readString(Repository.root().resolve(module + "pom.xml")));
      readProperties(pom, properties);
      for (String tag : List.of("plugin", "dependency", "path")) {
        var elements = pom.getElementsByTagNameNS("*", tag);
        for (int i = 0; i < elements.getLength(); i++) {
          Element element = (Element) elements.item(i);
          String version = resolved(text(element, "version"), properties);
          if (version != null && !version.startsWith("${project") && !isInAProfile(element)) {
            String group = text(element, "groupId") == null ? "org.apache.maven.plugins" : text(element, "groupId");
            String artifact = text(element, "artifactId");
            String file = group.replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-" + version;
            named++;
            if (!pinned.contains(file + ".pom")) {
              missing.add(group + ":" + artifact + ":" + version);
            }
          }
        }
      }
    }
    // The two plugins that nobody runs here, and which the build names only so that no other version is taken.
    missing.removeIf(name -> name.contains(":maven-deploy-plugin:") || name.contains(":maven-site-plugin:"));
    assertTrue(named > 15, "read " + named);
    assertEquals(List.of(), missing,
        "./mvnw verify -Daether.artifactResolver.postProcessor.trustedChecksums.record=true"
        + " writes them down");
  }

  private static void readProperties(Document pom, Map<String, String> properties) {
    var all = pom.getElementsByTagNameNS("*", "properties");
    for (int i = 0; i < all.getLength(); i++) {
      for (Node child = all.item(i).getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child instanceof Element property) {
          properties.putIfAbsent(property.getLocalName(), property.getTextContent().strip());
        }
      }
    }
  }

  private static String resolved(String version, Map<String, String> properties) {
    return version != null && version.startsWith("${")
        ? properties.getOrDefault(version.substring(2, version.length() - 1), version) : version;
  }

  private static String text(Element parent, String name) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getLocalName().equals(name)) {
        return element.getTextContent().strip();
      }
    }
    return null;
  }

  private static boolean isInAProfile(Node node) {
    for (Node at = node; at != null; at = at.getParentNode()) {
      if ("profile".equals(at.getLocalName())) {
        return true;
      }
    }
    return false;
  }
}
