// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Stages;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Subgraphs that are called by IF and WHILE are optimized too, and still fit their callers. */
class OptimizedControlFlowTest {
    private static final Ints ROW = Ints.of(1, 2);

    @Test
    void branchesAreOptimized() {
        Part main = new Part();
        main.operator(
                BuiltinOperator.SUM,
                Options.of(OptionsTable.REDUCER),
                TensorType.FLOAT32,
                Ints.EMPTY,
                0,
                main.ints(0, 1));
        int sum = main.last();
        main.operator(
                BuiltinOperator.LESS, Options.of(OptionsTable.LESS), TensorType.BOOL, Ints.EMPTY, sum, main.floats(0));
        Options options =
                Options.of(OptionsTable.IF).with("then_subgraph_index", 1).with("else_subgraph_index", 2);
        main.operator(BuiltinOperator.IF, options, TensorType.FLOAT32, ROW, main.last(), 0);

        Graph graph = graph(main.build("main"), scaled("negative"), transposedTwice("positive"));
        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        assertThat(optimized.subgraphs().get(1).operators()).hasSize(1);
        assertThat(optimized.subgraphs().get(2).operators()).hasSize(1);
        assertThat(Running.run(optimized, -1, -2)).containsExactly(-6, -12);
        assertThat(Running.run(optimized, 1, -0.5f)).containsExactly(Running.run(graph, 1, -0.5f));
    }

    @Test
    void loopsAreOptimized() {
        Part main = new Part();
        Options options =
                Options.of(OptionsTable.WHILE).with("cond_subgraph_index", 1).with("body_subgraph_index", 2);
        main.operator(BuiltinOperator.WHILE, options, TensorType.FLOAT32, ROW, 0);
        Part condition = new Part();
        condition.operator(
                BuiltinOperator.SUM,
                Options.of(OptionsTable.REDUCER),
                TensorType.FLOAT32,
                Ints.EMPTY,
                0,
                condition.ints(0, 1));
        int sum = condition.last();
        condition.operator(
                BuiltinOperator.LESS,
                Options.of(OptionsTable.LESS),
                TensorType.BOOL,
                Ints.EMPTY,
                sum,
                condition.floats(100));

        Graph graph = graph(main.build("main"), condition.build("condition"), scaled("body"));
        Graph optimized = Stages.run(Stages.OPTIMIZE, graph);

        assertThat(optimized.subgraphs().get(2).operators()).hasSize(1);
        assertThat(Running.run(optimized, 1, 2)).containsExactly(36, 72);
    }

    /** Times two, times three, plus nothing. */
    private static Subgraph scaled(String name) {
        Part part = new Part();
        part.operator(BuiltinOperator.MUL, Options.of(OptionsTable.MUL), TensorType.FLOAT32, ROW, 0, part.floats(2));
        int doubled = part.last();
        part.operator(
                BuiltinOperator.MUL, Options.of(OptionsTable.MUL), TensorType.FLOAT32, ROW, doubled, part.floats(3));
        int six = part.last();
        part.operator(BuiltinOperator.ADD, Options.of(OptionsTable.ADD), TensorType.FLOAT32, ROW, six, part.floats(0));
        return part.build(name);
    }

    private static Subgraph transposedTwice(String name) {
        Part part = new Part();
        Options transpose = Options.of(OptionsTable.TRANSPOSE);
        part.operator(BuiltinOperator.TRANSPOSE, transpose, TensorType.FLOAT32, Ints.of(2, 1), 0, part.ints(1, 0));
        part.operator(BuiltinOperator.TANH, Options.NONE, TensorType.FLOAT32, Ints.of(2, 1), part.last());
        int activated = part.last();
        part.operator(BuiltinOperator.TRANSPOSE, transpose, TensorType.FLOAT32, ROW, activated, part.ints(1, 0));
        return part.build(name);
    }

    private static Graph graph(Subgraph... subgraphs) {
        return new Graph("control flow", List.of(subgraphs), List.of(), List.of());
    }

    /** A subgraph of one row in, whose last tensor is its output. */
    private static final class Part {
        private final List<Tensor> tensors = new ArrayList<>(List.of(Tensor.activation("x", TensorType.FLOAT32, ROW)));
        private final List<Operator> operators = new ArrayList<>();

        int floats(float value) {
            return add(Tensor.constant("c" + tensors.size(), TensorType.FLOAT32, Ints.EMPTY, Buffer.ofFloats(value)));
        }

        int ints(int... values) {
            return add(Tensor.constant(
                    "c" + tensors.size(), TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
        }

        void operator(BuiltinOperator kind, Options options, TensorType type, Ints shape, int... inputs) {
            int output = add(Tensor.activation("t" + tensors.size(), type, shape));
            operators.add(Operator.of(OperatorCode.of(kind, 1), Ints.of(inputs), Ints.of(output), options));
        }

        int last() {
            return tensors.size() - 1;
        }

        Subgraph build(String name) {
            return new Subgraph(name, tensors, Ints.of(0), Ints.of(last()), operators);
        }

        private int add(Tensor tensor) {
            tensors.add(tensor);
            return last();
        }
    }
}
