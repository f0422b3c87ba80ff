// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.integer.LstmStates;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.OperatorVersions;
import io.espalier.model.tensor.ValueRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A graph whose LSTM operators stand step by step, so that calibration sees the cell, which the operator keeps to itself. Each sequence starts from
 * zeros.
 *
 * <p>Tensors keep their names and indices. The cells have names that begin with that of the operator's state.
 */
final class UnrolledLstm {
    private static final int GATES = 4;
    private static final String CELL = "/cell of step ";
    private static final String INNER = "inside of an unrolled LSTM ";

    private final Subgraph subgraph;
    private final List<Tensor> tensors;
    private final List<Operator> operators = new ArrayList<>();

    private UnrolledLstm(Subgraph subgraph) {
        this.subgraph = subgraph;
        this.tensors = new ArrayList<>(subgraph.tensors());
    }

    /** The graph itself if its main subgraph has no such operator. */
    static Graph in(Graph graph) {
        Subgraph main = graph.main();
        if (main.operators().stream().noneMatch(operator -> LstmStates.isPlain(operator, main))) {
            return graph;
        }
        UnrolledLstm unrolled = new UnrolledLstm(main);
        for (Operator operator : main.operators()) {
            if (LstmStates.isPlain(operator, main)) {
                unrolled.unroll(operator);
            } else {
                unrolled.operators.add(operator);
            }
        }
        return graph.withMain(main.with(unrolled.tensors, main.inputs(), main.outputs(), unrolled.operators));
    }

    /** What calibration found, with a range for the state of each cell in place of those of its steps. */
    static Calibration joined(Calibration found) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        found.ranges().byName().forEach((name, range) -> {
            int step = name.indexOf(CELL);
            if (!name.startsWith(INNER)) {
                ranges.merge(step < 0 ? name : name.substring(0, step), range, ValueRange::union);
            }
        });
        return new Calibration(found.samples(), new TensorRanges(ranges), found.nonFinite());
    }

    private void unroll(Operator lstm) {
        Ints sequence = tensor(lstm, 0).shape();
        int batch = sequence.get(0);
        int steps = sequence.get(1);
        int units = tensor(lstm, 1).shape().get(0);
        int[] open = tensor(lstm, 0).dynamicShape().toArray();
        Ints row = Ints.of(open[0], GATES * units);
        Ints part = Ints.of(open[0], units);
        int sums = add(TensorType.FLOAT32, Ints.of(open[0], steps, GATES * units));
        add(
                BuiltinOperator.FULLY_CONNECTED,
                Options.of(OptionsTable.FULLY_CONNECTED).with("keep_num_dims", true),
                Ints.of(sums),
                lstm.inputs().get(0),
                joined(lstm, 1),
                joined(lstm, 12));
        int[] each = IntStream.range(0, steps)
                .map(step -> add(TensorType.FLOAT32, row))
                .toArray();
        add(
                BuiltinOperator.UNPACK,
                Options.of(OptionsTable.UNPACK).with("num", steps).with("axis", 1),
                Ints.of(each),
                sums);
        int recurrent = joined(lstm, 5);
        int none = constant(Ints.of(GATES * units), new float[GATES * units]);
        int axis = constant(Ints.EMPTY, TensorType.INT32, Buffer.ofInts(1));
        int output = constant(Ints.of(batch, units), new float[batch * units]);
        int cell = output;
        int[] outputs = new int[steps];
        String name = subgraph.tensor(lstm.inputs().get(LstmStates.CELL)).name() + CELL;
        for (int step = 0; step < steps; step++) {
            int added = each[step];
            if (step > 0) {
                int product = add(TensorType.FLOAT32, row);
                add(
                        BuiltinOperator.FULLY_CONNECTED,
                        Options.of(OptionsTable.FULLY_CONNECTED),
                        Ints.of(product),
                        output,
                        recurrent,
                        none);
                added = binary(BuiltinOperator.ADD, OptionsTable.ADD, row, product, each[step]);
            }
            int[] gates = IntStream.range(0, GATES)
                    .map(gate -> add(TensorType.FLOAT32, part))
                    .toArray();
            add(
                    BuiltinOperator.SPLIT,
                    Options.of(OptionsTable.SPLIT).with("num_splits", GATES),
                    Ints.of(gates),
                    axis,
                    added);
            int news = binary(
                    BuiltinOperator.MUL,
                    OptionsTable.MUL,
                    part,
                    unary(BuiltinOperator.LOGISTIC, part, gates[0]),
                    unary(BuiltinOperator.TANH, part, gates[2]));
            int kept = binary(
                    BuiltinOperator.MUL, OptionsTable.MUL, part, unary(BuiltinOperator.LOGISTIC, part, gates[1]), cell);
            cell = binary(BuiltinOperator.ADD, OptionsTable.ADD, part, kept, news);
            tensors.set(cell, tensors.get(cell).withName(name + step));
            output = binary(
                    BuiltinOperator.MUL,
                    OptionsTable.MUL,
                    part,
                    unary(BuiltinOperator.LOGISTIC, part, gates[3]),
                    unary(BuiltinOperator.TANH, part, cell));
            outputs[step] = output;
        }
        add(
                BuiltinOperator.PACK,
                Options.of(OptionsTable.PACK).with("values_count", steps).with("axis", 1),
                lstm.outputs(),
                outputs);
    }

    private Tensor tensor(Operator lstm, int position) {
        return subgraph.tensor(lstm.inputs().get(position));
    }

    /** The constants of all gates, one below the other. */
    private int joined(Operator lstm, int first) {
        int[] shape = tensor(lstm, first).shape().toArray();
        int length = (int) tensor(lstm, first).elements();
        float[] values = new float[GATES * length];
        for (int gate = 0; gate < GATES; gate++) {
            FloatBuffer source = tensor(lstm, first + gate).buffer().asFloats();
            source.get(0, values, gate * length, length);
        }
        shape[0] *= GATES;
        return constant(Ints.of(shape), values);
    }

    private int unary(BuiltinOperator operator, Ints shape, int input) {
        int output = add(TensorType.FLOAT32, shape);
        add(operator, Options.NONE, Ints.of(output), input);
        return output;
    }

    private int binary(BuiltinOperator operator, OptionsTable options, Ints shape, int left, int right) {
        int output = add(TensorType.FLOAT32, shape);
        add(operator, Options.of(options), Ints.of(output), left, right);
        return output;
    }

    private void add(BuiltinOperator operator, Options options, Ints outputs, int... inputs) {
        operators.add(OperatorVersions.lowest(
                Operator.of(OperatorCode.of(operator, 1), Ints.of(inputs), outputs, options), tensors::get));
    }

    private int add(TensorType type, Ints shape) {
        tensors.add(Tensor.activation(INNER + tensors.size(), type, shape));
        return tensors.size() - 1;
    }

    private int constant(Ints shape, float... values) {
        return constant(shape, TensorType.FLOAT32, Buffer.ofFloats(values));
    }

    private int constant(Ints shape, TensorType type, Buffer values) {
        tensors.add(Tensor.constant(INNER + tensors.size(), type, shape, values));
        return tensors.size() - 1;
    }
}
