package scrutable.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A second length of vectors makes objects of the vectors of other kernels (bench/LADDER.md, "Vectors of two
/// lengths"), and no result shows it; so the sources are looked at.
class OneLengthOfVectorsTest {
  private static final Pattern FIXED_LENGTH = Pattern.compile("SPECIES_(\\d+|MAX)");
  /// It asks for 16 lanes where the preferred vectors have more, and for the preferred ones everywhere else.
  private static final String EXCEPTION = "SimdReductions.java";

  @Test
  void allKernelsUseThePreferredLength() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertTrue(sources.stream().anyMatch(file -> file.endsWith(EXCEPTION)), "the sources were not found");
      for (Path source : sources) {
        if (!source.endsWith(EXCEPTION)) {
          assertEquals(List.of(), FIXED_LENGTH.matcher(Files.readString(source)).results().map(found -> found.group())
              .toList(), source + " has vectors of a length of its own; SPECIES_PREFERRED is that of all others");
        }
      }
    }
  }
}
