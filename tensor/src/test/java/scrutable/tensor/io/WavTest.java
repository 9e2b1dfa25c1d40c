package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What is written is read back, also by the JDK's own reader. Files that lie: see [HostileWavTest].
class WavTest {
  @TempDir Path folder;

  private byte[] written(Wav wav, WavEncoding encoding) throws IOException {
    Path file = folder.resolve("sound.wav");
    wav.write(file, encoding);
    return Files.readAllBytes(file);
  }

  @Test
  void theBytesOfAShortFileAreThese() throws IOException {
    Wav wav = Wav.mono(Tensor.of(new float[] {0, 0.5f, -1}, 3), 8000);
    byte[] expected = ByteBuffer.allocate(44 + 6).order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes()).putInt(42).put("WAVEfmt ".getBytes()).putInt(16)
        .putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16)
        .put("data".getBytes()).putInt(6).putShort((short) 0).putShort((short) 16384).putShort((short) -32768)
        .array();
    assertArrayEquals(expected, written(wav, WavEncoding.PCM_16));
  }

  @ParameterizedTest
  @EnumSource
  void theBytesOfAFileCanBeHadWithoutAFile(WavEncoding encoding) throws IOException {
    Wav wav = new Wav(Rng.seed(5).uniformBetween(-1, 1, 2, 7), 8000);
    assertArrayEquals(written(wav, encoding), wav.encode(encoding));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 16384", "-0.5, -16384", "1, 32767", "0.99999, 32767", "-1, -32768", "-1.5, -32768", "7, 32767",
      "1e30, 32767", "-1e30, -32768", "0.0000152587890625, 0", "0.0000457763671875, 2", "-0.0000152587890625, 0",
      "-0.0000457763671875, -2", "0.000016, 1", "-0.000016, -1"})
  void samplesAreRoundedHalfToEvenAndClipped(double sample, int integer) throws IOException {
    assertEquals(integer, WavEncoding.PCM_16.toInteger(sample));
    Wav wav = Wav.mono(Tensor.of(new double[] {sample}, 1), 8000);
    Wav read = Wav.decode(written(wav, WavEncoding.PCM_16), "memory");
    assertEquals(integer / 32768.0, read.samples().item());
    assertEquals(integer / 32768.0, wav.rounded(WavEncoding.PCM_16).samples().item());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadAndWrittenAgainHasTheSameBytes(WavEncoding encoding) throws IOException {
    for (int channels = 1; channels <= 3; channels++) {
      Tensor noise = Rng.seed(channels).normal(channels, 1001).mul(0.5);
      byte[] first = written(new Wav(noise, 44_100), encoding);
      Wav read = Wav.decode(first, "memory");
      assertArrayEquals(new int[] {channels, 1001}, read.samples().shape());
      assertEquals(encoding.dtype(), read.samples().dtype());
      assertEquals(44_100, read.sampleRate());
      assertArrayEquals(first, written(read, encoding));
      Wav rounded = new Wav(noise, 44_100).rounded(encoding);
      assertEquals(read.samples().dtype(), rounded.samples().dtype());
      assertArrayEquals(read.samples().toDoubleArray(), rounded.samples().toDoubleArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyIntegerSurvives(WavEncoding encoding) throws IOException {
    int bytes = encoding.bytes();
    var data = new byte[bytes * 70_000];
    Rng rng = Rng.seed(5);
    for (int i = 0; i < 70_000; i++) {
      int value = encoding == WavEncoding.PCM_16 ? i : rng.nextInt();
      for (int b = 0; b < bytes; b++) {
        data[i * bytes + b] = (byte) (value >> 8 * b);       // also the bits of floats that are NaN or infinite
      }
    }
    byte[] file = wav(encoding, data);
    byte[] again = written(Wav.decode(file, "memory"), encoding);
    assertArrayEquals(data, java.util.Arrays.copyOfRange(again, again.length - data.length, again.length));
  }

  private static byte[] wav(WavEncoding encoding, byte[] data) {
    int tag = encoding == WavEncoding.FLOAT_32 ? 3 : 1;
    return ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes()).putInt(36 + data.length).put("WAVEfmt ".getBytes()).putInt(16)
        .putShort((short) tag).putShort((short) 1).putInt(8000).putInt(8000 * encoding.bytes())
        .putShort((short) encoding.bytes()).putShort((short) encoding.bits())
        .put("data".getBytes()).putInt(data.length).put(data).array();
  }

  /// A second implementation: the JDK's.
  @ParameterizedTest
  @EnumSource
  void theJdkReadsWhatIsWritten(WavEncoding encoding) throws Exception {
    Tensor noise = Rng.seed(9).uniform(2, 333).mul(2).sub(1);
    byte[] file = written(new Wav(noise, 16_000), encoding);
    try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
      assertEquals(16_000, in.getFormat().getSampleRate());
      assertEquals(2, in.getFormat().getChannels());
      assertEquals(encoding.bits(), in.getFormat().getSampleSizeInBits());
      assertEquals(333, in.getFrameLength());
      ByteBuffer data = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      Tensor rounded = new Wav(noise, 16_000).rounded(encoding).samples();
      for (int i = 0; i < 333; i++) {
        for (int channel = 0; channel < 2; channel++) {
          assertEquals(rounded.get(channel, i), next(data, encoding));
        }
      }
    }
  }

  private static double next(ByteBuffer data, WavEncoding encoding) {
    return switch (encoding) {
      case PCM_8 -> ((data.get() & 0xFF) - 128) / 128.0;
      case PCM_16 -> data.getShort() / 32_768.0;
      case PCM_24 -> ((data.get() & 0xFF) + ((data.get() & 0xFF) << 8) + (data.get() << 16)) / 8_388_608.0;
      case PCM_32 -> data.getInt() / 2_147_483_648.0;
      case FLOAT_32 -> data.getFloat();
    };
  }

  @Test
  void whatTheJdkWritesIsRead() throws IOException {
    byte[] data = {0, 64, 0, -64, -1, 127, 0, -128};
    var format = new AudioFormat(11_025, 16, 2, true, false);
    var out = new ByteArrayOutputStream();
    AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(data), format, 2), AudioFileFormat.Type.WAVE, out);
    Wav read = Wav.decode(out.toByteArray(), "jdk.wav");
    assertEquals(11_025, read.sampleRate());
    assertArrayEquals(new float[] {0.5f, 32_767 / 32_768f, -0.5f, -1}, read.samples().toFloatArray());
  }

  @Test
  void soundWithoutSamplesAndOfOddLengthIsWrittenAndRead() throws IOException {
    Wav silence = new Wav(Tensor.zeros(2, 0), 8000);
    assertArrayEquals(new int[] {2, 0}, Wav.decode(written(silence, WavEncoding.PCM_16), "m").samples().shape());
    Wav odd = Wav.mono(Tensor.of(new float[] {0.5f}, 1), 8000);
    byte[] file = written(odd, WavEncoding.PCM_8);
    assertEquals(46, file.length);
    assertEquals(38, file[4]);
    assertEquals(0.5, Wav.decode(file, "m").samples().item());
  }

  @Test
  void whatIsNoSoundIsRefusedBeforeAFileIsMade() {
    Path file = folder.resolve("never.wav");
    Wav broken = new Wav(Tensor.of(new float[] {0, 0, 0, Float.NaN}, 2, 2), 8000);
    for (Runnable attempt : new Runnable[] {() -> writeUnchecked(broken, file),
        () -> broken.rounded(WavEncoding.PCM_16)}) {
      String message = assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
      assertEquals("wav: the sample at (1, 1) is NaN, which no integer stands for", message);
    }
    assertTrue(Files.notExists(file));
    assertThrows(IllegalArgumentException.class, () -> new Wav(Tensor.zeros(3), 8000));
    assertThrows(IllegalArgumentException.class, () -> new Wav(Tensor.zeros(0, 3), 8000));
    assertThrows(IllegalArgumentException.class, () -> new Wav(Tensor.zeros(DType.INT32, 1, 3), 8000));
    assertThrows(IllegalArgumentException.class, () -> new Wav(Tensor.zeros(1, 3), 0));
    Wav wide = new Wav(Tensor.zeros(40_000, 1), 8000);
    assertThrows(IllegalArgumentException.class, () -> writeUnchecked(wide, file));
  }

  private static void writeUnchecked(Wav wav, Path file) {
    try {
      wav.write(file, WavEncoding.PCM_16);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
