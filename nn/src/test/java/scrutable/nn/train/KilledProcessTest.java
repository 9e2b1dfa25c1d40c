package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// A process that is really killed while it writes checkpoints, at an arbitrary moment.
class KilledProcessTest {
  private static final int COUNT = 500_000;

  @TempDir
  Path folder;

  /// Writes one checkpoint after the other, until killed; every number in number n is n.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      for (int n = 0; ; n++) {
        Map<String, Tensor> network = Map.of("0.weight", Tensor.full(n, DType.FLOAT32, COUNT));
        new Checkpoint(network, Map.of(), Map.of(), Map.of("epoch", Integer.toString(n)))
            .write(Path.of(arguments[0]));
        System.out.println(n);
      }
    }
  }

  @Test
  void whatItLeavesIsAlwaysOneWholeCheckpoint() throws IOException, InterruptedException {
    Path file = folder.resolve("killed.safetensors");
    for (int delay : new int[] {1, 7, 19}) {
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp", System.getProperty("java.class.path"), Writer.class.getName(), file.toString())
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (var output = process.inputReader()) {
        output.readLine();
        Thread.sleep(delay);
      } finally {
        process.destroyForcibly().waitFor();
      }
      Checkpoint left = Checkpoint.read(file);
      float[] numbers = left.network().get("0.weight").toFloatArray();
      assertEquals(COUNT, numbers.length);
      int written = Integer.parseInt(left.progress().get("epoch"));
      for (float number : numbers) {
        assertEquals(written, number);
      }
    }
  }
}
