package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.data.published.IdxFilesTest.assertMalformed;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.nn.data.published.Tatoeba.Language;
import scrutable.nn.data.published.Tatoeba.SentencePair;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Wav;
import scrutable.tensor.io.WavEncoding;

/// [Tatoeba] and [SpokenDigits] on small archives.
class ArchiveLoadersTest {
  @TempDir private Path folder;

  /// An archive of names and contents in turn.
  private Path zip(Object... namesAndContents) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write(namesAndContents[i + 1] instanceof byte[] bytes ? bytes
            : ((String) namesAndContents[i + 1]).getBytes(StandardCharsets.UTF_8));
      }
    }
    return Files.write(Files.createTempFile(folder, "archive", ".zip"), out.toByteArray());
  }

  private byte[] wav(int channels, float first) throws IOException {
    Path file = folder.resolve("sound.wav");
    float[] samples = new float[channels * 4];
    samples[0] = first;
    new Wav(Tensor.wrap(samples, channels, 4), 8000).write(file, WavEncoding.PCM_16);
    return Files.readAllBytes(file);
  }

  @Test
  void pairsAreGivenAsTheyStand() throws IOException {
    Path archive = zip("_about.txt", "terms", "deu.txt",
        "Hi.\tGrüß Gott!\nRun!\tLauf!\tby somebody\nHi.\tGrüß Gott!\n");
    assertEquals(List.of(new SentencePair("Hi.", "Grüß Gott!"), new SentencePair("Run!", "Lauf!"),
        new SentencePair("Hi.", "Grüß Gott!")), Tatoeba.read(archive, Language.GERMAN));
    assertMalformed("there is no \"fra.txt\" in this archive, but [\"_about.txt\", \"deu.txt\"]",
        () -> Tatoeba.read(archive, Language.FRENCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hi.", "Hi.\t", "\tHallo", "a\tb\tc\td", " \tx"})
  void linesThatAreNoPairsAreNamed(String line) throws IOException {
    Path archive = zip("deu.txt", "Grün\tgreen\n" + line + "\n");
    assertMalformed(archive + ", deu.txt, byte 12: line 2 must be a sentence",
        () -> Tatoeba.read(archive, Language.GERMAN));
  }

  @Test
  void archivesCutOrChangedAnywhereAreRefusedOrReadAsTheyWere() throws IOException {
    byte[] whole = Files.readAllBytes(zip("deu.txt", "Hi.\tHallo!\n".repeat(20)));
    List<SentencePair> right = Tatoeba.read(zip("deu.txt", "Hi.\tHallo!\n".repeat(20)), Language.GERMAN);
    Path file = folder.resolve("changed.zip");
    for (int i = 0; i < whole.length; i++) {
      Files.write(file, Arrays.copyOf(whole, i));
      assertThrows(MalformedFileException.class, () -> Tatoeba.read(file, Language.GERMAN));
      byte[] changed = whole.clone();
      changed[i] ^= 0x55;
      Files.write(file, changed);
      try {
        assertEquals(right, Tatoeba.read(file, Language.GERMAN));
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
  }

  @Test
  void whatIsNoArchiveIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "Hi.\tHallo!");
    assertMalformed("this is no whole ZIP archive", () -> Tatoeba.read(text, Language.GERMAN));
    assertThrows(FileNotFoundException.class, () -> Tatoeba.read(folder.resolve("none"), Language.GERMAN));
    assertThrows(FileNotFoundException.class, () -> SpokenDigits.read(folder));
  }

  @Test
  void recordingsAreSortedByNumberAndPlayTheirSamples() throws IOException {
    Path archive = zip("recordings/1_theo_10.wav", wav(1, 0.5f), "recordings/1_theo_2.wav", wav(1, 0.25f),
        "recordings/0_theo_5.wav", wav(1, -0.5f), "recordings/1_ann_0.wav", wav(1, 1), "recordings/", "");
    List<SpokenDigits.Recording> read = SpokenDigits.read(archive);
    assertEquals("[0 theo 5 false, 1 ann 0 true, 1 theo 2 true, 1 theo 10 false]", read.stream()
        .map(one -> one.digit() + " " + one.speaker() + " " + one.index() + " " + one.test()).toList().toString());
    assertArrayEquals(new float[] {0.25f, 0, 0, 0}, read.get(2).sound().samples().toFloatArray());
    assertEquals(8000, read.get(2).sound().sampleRate());
  }

  @ParameterizedTest
  @CsvSource({"recordings/10_theo_1.wav, is not recordings", "0_theo_1.wav, is not recordings",
      "recordings/0_theo_01.wav, is not recordings", "recordings/0_theo_99999.wav, is not recordings",
      "../recordings/0_theo_1.wav, is not recordings", "recordings/0_th\u001b_1.wav, \"recordings/0_th\\u001b_1.wav\""})
  void otherNamesAreRefused(String name, String part) throws IOException {
    Path archive = zip(name, wav(1, 0));
    assertMalformed(part, () -> SpokenDigits.read(archive));
  }

  @Test
  void recordingsThatAreNoneAreNamed() throws IOException {
    String name = "recordings/0_theo_1.wav";
    Path stereo = zip(name, wav(2, 0));
    assertMalformed(name + " has 2 channels", () -> SpokenDigits.read(stereo));
    Path noise = zip(name, "noise, noise, noise");
    assertMalformed(name + ", byte 0: not a WAV file", () -> SpokenDigits.read(noise));
    Path empty = zip("recordings/", "");
    assertMalformed("there is no recording", () -> SpokenDigits.read(empty));
    Path bomb = zip(name, new byte[16 << 20]);
    assertMalformed("no more than 4194304 bytes are read of it", () -> SpokenDigits.read(bomb));
  }
}
