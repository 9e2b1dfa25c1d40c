package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.nn.ReferenceFiles;
import scrutable.tensor.DType;
import scrutable.tensor.io.Safetensors;

/// Weights that another program saved.
class StateDictFileTest {
  @TempDir
  Path folder;

  @Test
  void readsTheStateThatAnotherProgramSaved() throws IOException {
    Safetensors state = Safetensors.read(ReferenceFiles.path("state_dict"));
    assertEquals(Map.of("format", "pt"), state.metadata());
    assertArrayEquals(new int[] {2, 1, 3, 3}, state.tensor("0.weight").shape());
    assertEquals(DType.FLOAT32, state.tensor("0.weight").dtype());
    assertEquals(7, state.tensor("1.num_batches_tracked").item());
    assertEquals(0, state.tensor("1.num_batches_tracked").rank());
    assertEquals(6, state.under("1.").size() + state.under("4.").size() - 1);
  }

  @Test
  void aRewrittenFileOfAnotherProgramHasTheSameBytes() throws IOException {
    Path original = ReferenceFiles.path("mlp");
    Path copy = folder.resolve("copy");
    Safetensors.read(original).write(copy);
    assertEquals(Safetensors.read(original).tensors().keySet(), Safetensors.read(copy).tensors().keySet());
    assertArrayEquals(numbersOf(original), numbersOf(copy));
  }

  private static byte[] numbersOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Arrays.copyOfRange(bytes, 8 + header, bytes.length);
  }
}
