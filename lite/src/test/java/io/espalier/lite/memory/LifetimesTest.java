// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifetimesTest {
    private static final Ints SHAPE = Ints.of(4);
    private static final Tensor VALUE = Tensor.activation("value", TensorType.FLOAT32, SHAPE);
    private static final Tensor STATE = Tensor.variable("state", TensorType.FLOAT32, SHAPE);
    private static final Tensor CONSTANT =
            Tensor.constant("constant", TensorType.FLOAT32, SHAPE, Buffer.ofBytes(new byte[16]));

    @Test
    void aTensorLivesFromTheFirstOperatorThatTouchesItToTheLast() {
        Subgraph subgraph = new Subgraph(
                "main",
                List.of(VALUE, CONSTANT, VALUE, VALUE, VALUE, STATE, VALUE),
                Ints.of(0),
                Ints.of(2, 4),
                List.of(
                        operator(BuiltinOperator.ADD, Ints.of(0, 1), Ints.of(2)),
                        operator(BuiltinOperator.ADD, Ints.of(2, 5), Ints.of(3)),
                        operator(BuiltinOperator.ADD, Ints.of(3, Operator.ABSENT), Ints.of(4))));

        Lifetimes lifetimes = Lifetimes.of(subgraph);

        assertThat(lifetimes.of(0)).as("input").contains(new Lifetime(0, 1));
        assertThat(lifetimes.of(1)).as("constant").isEmpty();
        assertThat(lifetimes.of(2)).as("output that is also read").contains(new Lifetime(1, 3));
        assertThat(lifetimes.of(3)).as("between").contains(new Lifetime(2, 3));
        assertThat(lifetimes.of(4)).as("output").contains(new Lifetime(3, 3));
        assertThat(lifetimes.of(5)).as("variable").contains(new Lifetime(0, 3));
        assertThat(lifetimes.of(6)).as("unused").isEmpty();
        assertThat(lifetimes.step(2)).isEqualTo(3);
    }

    @Test
    void whatACalledSubgraphNeedsFollowsOnTheOperatorThatCallsIt() {
        Subgraph main = new Subgraph(
                "main",
                List.of(VALUE, VALUE),
                Ints.of(0),
                Ints.of(1),
                List.of(loop(1, 2), operator(BuiltinOperator.ADD, Ints.of(1, 1), Ints.of(1))));
        Subgraph part = new Subgraph(
                "part",
                List.of(VALUE, VALUE),
                Ints.of(0),
                Ints.of(1),
                List.of(operator(BuiltinOperator.NEG, Ints.of(0), Ints.of(1))));

        List<Lifetimes> lifetimes = Lifetimes.of(new Graph("", List.of(main, part, part), List.of(), List.of()));

        assertThat(lifetimes.get(0).of(0)).contains(new Lifetime(0, 5));
        assertThat(lifetimes.get(1).of(0)).contains(new Lifetime(2, 3));
        assertThat(lifetimes.get(2).of(0)).contains(new Lifetime(4, 5));
        assertThat(lifetimes.get(2).of(1)).contains(new Lifetime(5, 5));
        assertThat(lifetimes.get(0).of(1)).contains(new Lifetime(1, 6));
    }

    @Test
    void aSubgraphThatCallsItselfIsRefused() {
        Subgraph main = new Subgraph("main", List.of(VALUE, VALUE), Ints.of(0), Ints.of(1), List.of(loop(0, 0)));

        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> Lifetimes.of(new Graph("", List.of(main), List.of(), List.of())))
                .withMessage("An operator calls subgraph 0, which is running already");
    }

    @Test
    void anOutputThatNothingComputesLivesAlways() {
        Subgraph empty = new Subgraph("empty", List.of(VALUE), Ints.EMPTY, Ints.of(0), List.of());

        assertThat(Lifetimes.of(empty).of(0)).isEqualTo(Optional.of(new Lifetime(0, 0)));
    }

    private static Operator loop(int condition, int body) {
        Options options = Options.of(OptionsTable.WHILE)
                .with("cond_subgraph_index", condition)
                .with("body_subgraph_index", body);
        return operator(BuiltinOperator.WHILE, Ints.of(0), Ints.of(1)).withOptions(options);
    }

    private static Operator operator(BuiltinOperator builtin, Ints inputs, Ints outputs) {
        return Operator.of(OperatorCode.of(builtin, 1), inputs, outputs, Options.NONE);
    }
}
