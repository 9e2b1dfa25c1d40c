package scrutable.lessons.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.modalities.ToyTranslator.Size;
import scrutable.nn.Progress;
import scrutable.nn.model.Translation;
import scrutable.nn.train.Checksum;

final class ToyTranslatorTest {
  private static final Size SIZE = new Size(4_000, 60, 120, 20, 1, 16, 8, 8, 5e-3);

  @TempDir
  private Path folder;
  private final List<String> stages = new ArrayList<>();

  private ToyTranslator made(Size size, long seed, Optional<Path> kept) throws IOException {
    stages.clear();
    Progress progress = (stage, done, total) -> stages.add(stage);
    return ToyTranslator.of(size, seed, kept, progress);
  }

  private static String bits(ToyTranslator made) {
    return Checksum.of(made.translator().state(), Map.of("test", made.test().toString()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void isTheSameToTheBitTrainedOrReadFromTheFileAndIsTrainedOnlyOnce() throws IOException {
    String alone = bits(made(SIZE, 1, Optional.empty()));
    assertTrue(files().isEmpty());
    assertEquals(alone, bits(made(SIZE, 1, Optional.of(folder))));
    assertTrue(stages.contains("learning to translate"));
    assertEquals(alone, bits(made(SIZE, 1, Optional.of(folder))));
    assertTrue(stages.isEmpty(), "trained again although its weights were kept");
    assertTrue(files().getFirst().getFileName().toString().startsWith("toy-translator-seed-1-"));
    assertEquals(1, files().size());
  }

  @Test
  void keepsOtherSeedsAndSettingsApart() throws IOException {
    made(SIZE, 1, Optional.of(folder));
    made(SIZE, 2, Optional.of(folder));
    Size longer = SIZE.withEpochs(2);
    String twoEpochs = bits(made(longer, 1, Optional.of(folder)));
    assertEquals(3, files().size());
    assertEquals(bits(made(longer, 1, Optional.empty())), twoEpochs);
  }

  @Test
  void isTrainedAgainIfTheFileIsDamagedOrOfSomethingElse() throws IOException {
    String right = bits(made(SIZE, 1, Optional.of(folder)));
    Path file = files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 5] ^= 1;
    Files.write(file, damaged);
    assertEquals(right, bits(made(SIZE, 1, Optional.of(folder))));
    assertTrue(stages.contains("learning to translate"), "read from a damaged file");
    assertEquals(List.of(file), files());
    made(SIZE, 2, Optional.of(folder));
    Path other = files().stream().filter(one -> !one.equals(file)).findFirst().orElseThrow();
    Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(right, bits(made(SIZE, 1, Optional.of(folder))), "took the weights of another seed");
    assertEquals(bytes.length, Files.size(file));
  }

  @Test
  void testsAreNewSentencesOnBothSidesAndAreTranslatedAsTheLanguageSays() throws IOException {
    ToyTranslator made = made(SIZE, 3, Optional.empty());
    assertEquals(0, made.shared());
    List<Translation> one = made.test().subList(0, 1);
    ToyTranslator leaking = new ToyTranslator(made.size(), made.seed(), made.language(), one,
        made.validation(), made.test(), made.words(), made.translator());
    assertEquals(1, leaking.shared());
    made.test().forEach(pair -> assertEquals(pair.target(), made.language().translate(pair.source())));
    assertNotEquals(made.test(), made(SIZE, 4, Optional.empty()).test());
  }

  @Test
  void anotherThatLearnsFromTheSamePairsIsTheSameAndFromAlteredOnesIsNot() throws IOException {
    ToyTranslator made = made(SIZE, 1, Optional.empty());
    Map<String, String> no = Map.of();
    String own = Checksum.of(made.translator().state(), no);
    assertEquals(own, Checksum.of(made.learnedFrom(made.train(), (batch, step) -> batch, 1, Progress.silent()).state(),
        no));
    List<Long> steps = new ArrayList<>();
    assertNotEquals(own, Checksum.of(made.learnedFrom(made.train(), (batch, step) -> {
      steps.add(step);
      return List.of(batch.getFirst());
    }, 1, Progress.silent()).state(), no));
    assertEquals(8, steps.stream().distinct().count());
  }
}
