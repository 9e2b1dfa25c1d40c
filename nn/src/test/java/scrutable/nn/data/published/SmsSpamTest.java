package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.tensor.io.MalformedFileException;

/// [SmsSpam] and [BagOfWords].
class SmsSpamTest {
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("messages"), content);
  }

  @Test
  void everyMessageIsTakenOnce() throws IOException {
    var messages = SmsSpam.read(file("ham\tSee you\nspam\tWIN £100 now!\nham\tSee you\nham\tA\ttab\n"));
    assertEquals(List.of(new SmsSpam.Message(false, "See you"), new SmsSpam.Message(true, "WIN £100 now!"),
        new SmsSpam.Message(false, "A\ttab")), messages);
  }

  @Test
  void aLineWithoutLabelIsReportedWithItsPlace() throws IOException {
    Path broken = file("ham\tHällo\nnothing\n");
    var error = assertThrows(MalformedFileException.class, () -> SmsSpam.read(broken));
    assertEquals(true, error.getMessage().contains("11"), error.getMessage());
  }

  @Test
  void wordsAreLowerCaseRunsAndNumbersLoseTheirDigits() {
    assertEquals(List.of("win", "£", "000", "now", "!", "!", "ä", "0000", "x"),
        BagOfWords.wordsOf("WIN £100 now!!\nÄ 2012x"));
  }

  @Test
  void theVocabularyIsWhatMostTextsContain() {
    var words = BagOfWords.ofMostFrequent(List.of("b a a a", "b c", "c b", "d"), 3);
    assertEquals(List.of("b", "c", "a"), words.vocabulary(), "a occurs three times, but in one text");
    assertArrayEquals(new float[] {1, 0, 1, 0, 0, 0}, words.of(List.of("a B a", "unknown")).toFloatArray());
  }

  @Test
  void theRealCollectionHasItsPublishedSize() throws IOException {
    String root = System.getenv("SCRUTABLE_DATA");
    Assumptions.assumeTrue(root != null && Files.exists(Path.of(root, "sms-spam", "SMSSpamCollection")));
    var messages = SmsSpam.load(new DataLocations(Optional.of(Path.of(root)), folder, Map.of()),
        Progress.silent());
    assertEquals(5_160, messages.size(), 20, "5574 lines, about 400 of them repetitions");
  }
}
