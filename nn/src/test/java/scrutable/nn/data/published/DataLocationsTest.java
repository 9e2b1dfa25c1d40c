package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataLocationsTest {
  private static final Path HOME = Path.of("home", "ada").toAbsolutePath();

  private static DataLocations on(String osName, Map<String, String> environment) {
    return DataLocations.fromEnvironment(environment, osName, HOME);
  }

  @Test
  void theCacheLiesWhereTheSystemKeepsCaches() {
    String absolute = HOME.resolve("elsewhere").toString();
    assertEquals(HOME.resolve(".cache/scrutable"), on("Linux", Map.of()).cache());
    assertEquals(HOME.resolve(".cache/scrutable"), on("Mac OS X", Map.of("LOCALAPPDATA", absolute)).cache());
    assertEquals(Path.of(absolute, "scrutable"), on("Linux", Map.of("XDG_CACHE_HOME", absolute)).cache());
    assertEquals(HOME.resolve(".cache/scrutable"), on("Linux", Map.of("XDG_CACHE_HOME", "a/b")).cache());
    assertEquals(Path.of(absolute, "scrutable"), on("Windows 11", Map.of("LOCALAPPDATA", absolute)).cache());
    assertEquals(HOME.resolve("AppData/Local/scrutable"), on("Windows 11", Map.of()).cache());
  }

  @Test
  void aUserWithoutANameDoesNotGetAFolderOfThatName() {
    Path unknown = Path.of("?");
    String home = HOME.toString();
    assertEquals(HOME.resolve(".cache/scrutable"),
        DataLocations.fromEnvironment(Map.of("HOME", home), "Linux", unknown).cache());
    for (Map<String, String> nothing : List.of(Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "a/b"))) {
      Path cache = DataLocations.fromEnvironment(nothing, "Linux", unknown).cache();
      assertTrue(cache.isAbsolute() && !cache.toString().contains("?"), cache::toString);
    }
  }

  @Test
  void theDataFolderIsTheUsersIfOneIsNamed() {
    assertEquals(Optional.of(Path.of("my", "data")),
        on("Linux", Map.of("SCRUTABLE_DATA", Path.of("my", "data").toString())).dataFolder());
    assertEquals(Optional.empty(), on("Linux", Map.of("SCRUTABLE_DATA", "")).dataFolder());
    assertEquals(Optional.empty(), on("Linux", Map.of()).dataFolder());
  }

  @Test
  void everyMirrorIsAFolder() {
    DataLocations.PUBLIC_MIRRORS.values().forEach(
        mirrors -> mirrors.forEach(mirror -> assertTrue(mirror.toString().endsWith("/"), mirror.toString())));
    assertTrue(on("Linux", Map.of()).offline().mirrors().isEmpty());
  }
}
