package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.ReferenceFiles;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

/// The perceptron of the reference files, written out, from its recorded start.
final class Mlp {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Variable input;
  private final Tensor labels;

  Mlp(DType dtype) {
    Safetensors start = ReferenceFiles.read("mlp");
    for (String name : List.of("1.weight", "1.bias", "3.weight", "3.bias")) {
      parameters.put(name, new Parameter(start.tensor("initial." + name).to(dtype)));
    }
    this.input = Variable.constant(start.tensor("input").to(dtype).reshape(8, 12));
    this.labels = start.tensor("labels");
  }

  List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  Variable loss() {
    Variable hidden = input.matmul(parameters.get("1.weight").t()).add(parameters.get("1.bias")).tanh();
    Variable logits = hidden.matmul(parameters.get("3.weight").t()).add(parameters.get("3.bias"));
    return Losses.crossEntropy(logits, labels);
  }

  Gradients gradients() {
    return Gradients.of(loss(), parameters());
  }

  /// Compares every number to the recorded ones, by relative error for those that are not tiny.
  void assertParameters(Safetensors expected, String prefix, double tolerance) {
    parameters.forEach((name, parameter) -> {
      double[] want = expected.tensor(prefix + name).toDoubleArray();
      double[] have = parameter.value().toDoubleArray();
      for (int i = 0; i < want.length; i++) {
        double allowed = tolerance * Math.max(Math.abs(want[i]), 0.01);
        assertEquals(want[i], have[i], allowed, prefix + name + "[" + i + "]");
      }
    });
  }
}
