// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.Padding;
import java.util.ArrayList;
import java.util.List;

/** Graphs that drawings are tried on. */
final class Graphs {
    private static final Ints SHAPE = Ints.of(1, 8);

    private Graphs() {}

    static Inspection inspected(Graph graph) {
        return new Inspection("model.tflite", GraphWriter.size(graph), graph);
    }

    /** Two inputs, a residual, two outputs, with weights behind DEQUANTIZE. */
    static Graph branches() {
        FunctionalBuilder network = Model.functional();
        SymbolicTensor image = network.input(8, 8, 3);
        SymbolicTensor more = network.input(4);
        SymbolicTensor first = network.apply(convolution(), image);
        SymbolicTensor second = network.apply(convolution(), first);
        SymbolicTensor sum = network.apply(new Add(), first, second);
        SymbolicTensor means = network.apply(new GlobalAveragePooling2D(), sum);
        SymbolicTensor both = network.apply(new Concatenate(), means, more);
        SymbolicTensor one = network.apply(Dense.of(5).withActivation(ActivationFunction.SOFTMAX), both);
        SymbolicTensor other = network.apply(Dense.of(2), both);
        return Converter.of(network.build(1, one, other))
                .withRecipe(Recipe.named("float16"))
                .convert();
    }

    private static Conv2D convolution() {
        return Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(ActivationFunction.RELU);
    }

    /** An LSTM, which becomes many operators. */
    static Graph recurrent() {
        return Converter.of(Model.sequential().input(5, 3).add(LSTM.of(4)).build(1))
                .convert();
    }

    /** A loop whose condition and body are subgraphs of their own. */
    static Graph loop() {
        Operator loop = Operator.of(
                OperatorCode.of(BuiltinOperator.WHILE, 1),
                Ints.of(0),
                Ints.of(1),
                Options.of(OptionsTable.WHILE).with("cond_subgraph_index", 1).with("body_subgraph_index", 2));
        Subgraph main = new Subgraph("main", two(), Ints.of(0), Ints.of(1), List.of(loop));
        Subgraph condition = new Subgraph(
                "condition", two(), Ints.of(0), Ints.of(1), List.of(operator(BuiltinOperator.LESS, Ints.of(0, 0), 1)));
        Subgraph body = new Subgraph(
                "body", two(), Ints.of(0), Ints.of(1), List.of(operator(BuiltinOperator.TANH, Ints.of(0), 1)));
        return graph(main, condition, body);
    }

    /** Operators before those that make what they need, an output that nobody makes, and an input that is an output. */
    static Graph disordered() {
        List<Tensor> tensors = new ArrayList<>(two());
        tensors.addAll(two());
        List<Operator> operators = List.of(
                operator(BuiltinOperator.NEG, Ints.of(2), 1),
                operator(BuiltinOperator.ABS, Ints.of(0), 2),
                operator(BuiltinOperator.EXP, Ints.of(Operator.ABSENT), 2));
        return graph(new Subgraph("main", tensors, Ints.of(0), Ints.of(1, 0, 3), operators));
    }

    private static List<Tensor> two() {
        return List.of(
                Tensor.activation("a", TensorType.FLOAT32, SHAPE), Tensor.activation("b", TensorType.FLOAT32, SHAPE));
    }

    /** A chain in which every tenth operator adds what is five operators back, and each a tensor that comes from {@code far} operators back. */
    static Graph chain(int operators, int far) {
        List<Tensor> tensors = new ArrayList<>();
        List<Operator> all = new ArrayList<>();
        tensors.add(Tensor.activation("input", TensorType.FLOAT32, SHAPE));
        for (int number = 1; number <= operators; number++) {
            tensors.add(Tensor.activation("t" + number, TensorType.FLOAT32, SHAPE));
            boolean adds = number % 10 == 0 || far > 0;
            int back = far > 0 ? far : 5;
            all.add(
                    adds
                            ? operator(BuiltinOperator.ADD, Ints.of(number - 1, Math.max(0, number - back)), number)
                            : operator(BuiltinOperator.TANH, Ints.of(number - 1), number));
        }
        return graph(new Subgraph("main", tensors, Ints.of(0), Ints.of(operators), all));
    }

    /** One operator whose tensors are called this. */
    static Graph named(String name) {
        List<Tensor> tensors = List.of(
                Tensor.activation(name, TensorType.FLOAT32, SHAPE),
                Tensor.constant(name, TensorType.FLOAT32, Ints.EMPTY, Buffer.ofBytes(new byte[4])),
                Tensor.activation(name, TensorType.FLOAT32, SHAPE));
        Operator custom = Operator.of(OperatorCode.custom(name), Ints.of(0, 1), Ints.of(2), Options.NONE);
        return graph(new Subgraph(name, tensors, Ints.of(0), Ints.of(2), List.of(custom)));
    }

    static Operator operator(BuiltinOperator builtin, Ints inputs, int output) {
        return Operator.of(OperatorCode.of(builtin, 1), inputs, Ints.of(output), Options.NONE);
    }

    static Graph graph(Subgraph... subgraphs) {
        return new Graph("", List.of(subgraphs), List.of(), List.of());
    }
}
