// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.List;
import java.util.stream.IntStream;

/** UNIDIRECTIONAL_SEQUENCE_LSTM with four gates and nothing else: what an LSTM of Keras is. Its states last from run to run. */
final class LstmRules {
    static final List<String> GATES = List.of("input", "forget", "cell", "output");
    static final int INPUT_WEIGHTS = 1;
    static final int RECURRENT_WEIGHTS = 5;
    static final int BIASES = 12;
    static final int HIDDEN = 18;
    static final int CELL = 19;
    private static final int OPERANDS = 24;
    private static final int PEEPHOLE = 9;
    private static final int LAST_PEEPHOLE = 11;

    private LstmRules() {}

    static List<Step> lstm(Operation operation) {
        requirePlain(operation);
        Tensor weights = operation.input(INPUT_WEIGHTS);
        if (operation.input(0).type() == TensorType.INT8 && weights.type() == TensorType.INT8) {
            return IntegerLstmRules.lstm(operation);
        }
        if (operation.input(0).type() != TensorType.FLOAT32 || weights.type() != TensorType.FLOAT32) {
            throw new Refusal(
                    "it computes " + operation.input(0).type() + " with weights of " + weights.type(),
                    "quantize with int8 --strict, or export the float model");
        }
        Step step = sizes(operation.step("lstm_float", 0, HIDDEN, CELL), operation)
                .with("clip", new Real(operation.options().real("cell_clip")));
        for (int gate = 0; gate < GATES.size(); gate++) {
            step = step.with(GATES.get(gate) + "_weights", table(operation, INPUT_WEIGHTS + gate))
                    .with(GATES.get(gate) + "_recurrent", table(operation, RECURRENT_WEIGHTS + gate))
                    .with(GATES.get(gate) + "_bias", table(operation, BIASES + gate));
        }
        return List.of(step);
    }

    static Step sizes(Step step, Operation operation) {
        Ints in = operation.input(0).shape();
        Ints out = operation.output().shape();
        boolean timeMajor = operation.options().flag("time_major");
        int batch = in.get(timeMajor ? 1 : 0);
        int steps = in.get(timeMajor ? 0 : 1);
        int features = in.get(2);
        int cells = out.get(2);
        return step.with("batch", batch)
                .with("steps", steps)
                .with("features", features)
                .with("cells", cells)
                .with("step_in", timeMajor ? batch * features : features)
                .with("step_out", timeMajor ? batch * cells : cells)
                .with("batch_in", timeMajor ? features : steps * features)
                .with("batch_out", timeMajor ? cells : steps * cells);
    }

    static Table table(Operation operation, int position) {
        if (!operation.input(position).isConstant()) {
            throw new Refusal("its weights are computed", "use weights that are constant");
        }
        return Table.of(operation.input(position));
    }

    private static void requirePlain(Operation operation) {
        boolean gates = IntStream.rangeClosed(0, CELL)
                .filter(position -> position < PEEPHOLE || position > LAST_PEEPHOLE)
                .filter(position -> position < HIDDEN - 2 || position >= HIDDEN)
                .allMatch(operation.operator()::hasInput);
        boolean more = IntStream.range(0, OPERANDS)
                .filter(position -> (position >= PEEPHOLE && position <= LAST_PEEPHOLE)
                        || position == HIDDEN - 2
                        || position == HIDDEN - 1
                        || position > CELL)
                .anyMatch(operation.operator()::hasInput);
        if (!gates || more || operation.input(0).shape().size() != 3) {
            throw new Refusal(
                    "it has a peephole, a projection, a normalization or coupled gates", "use the LSTM of Keras");
        }
        if (FusedActivation.of(operation.operator()) != ActivationFunction.TANH) {
            throw new Refusal("its activation is not TANH", "use the LSTM of Keras");
        }
        if (!operation.input(CELL).isVariable() || !operation.input(HIDDEN).isVariable()) {
            throw new Refusal("its states are no variables", "convert the model again");
        }
    }
}
