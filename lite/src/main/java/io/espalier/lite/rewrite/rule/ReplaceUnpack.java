// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.rule;

import static io.espalier.lite.rewrite.match.OperatorPattern.operator;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.edit.Step;
import io.espalier.lite.rewrite.edit.SubgraphEditor;
import io.espalier.lite.rewrite.match.Match;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;

/**
 * Takes the steps of a sequence by slices of one long row.
 *
 * <pre>
 *   a, b = unpack(x, axis=1)           of x [-1, 2, 8]
 *
 *   is transformed into:
 *
 *   r = reshape(x, [-1, 16])
 *   a = strided_slice(r, [0, 0], [0, 8], [1, 1], end_mask=1)
 *   b = strided_slice(r, [0, 8], [0, 16], [1, 1], end_mask=1)
 * </pre>
 *
 * <p>XNNPACK takes no UNPACK, which would cut a recurrent layer in two. Short rows stay as they are.
 */
public final class ReplaceUnpack extends Rewrite {
    private static final int STEPS = 1;

    /** A file grows by about 140 bytes a step: little beside the weights of so long a row. */
    private static final int LEAST_LENGTH = 256;

    public ReplaceUnpack() {
        super(operator(BuiltinOperator.UNPACK));
    }

    @Override
    public void apply(Match match, SubgraphEditor subgraph) {
        Step unpack = match.root();
        Tensor sequence = subgraph.tensor(unpack.input(0));
        Ints shape = sequence.dynamicShape();
        boolean fits = sequence.type() == TensorType.FLOAT32
                && !sequence.isConstant()
                && shape.size() == 3
                && unpack.operator().options().integer("axis") == STEPS
                && shape.get(STEPS) == unpack.operator().outputs().size()
                && shape.get(2) >= LEAST_LENGTH;
        if (fits) {
            replace(unpack, sequence, subgraph);
        }
    }

    private static void replace(Step unpack, Tensor sequence, SubgraphEditor subgraph) {
        Ints shape = sequence.dynamicShape();
        int steps = shape.get(STEPS);
        int length = shape.get(2);
        Ints flat = Ints.of(shape.get(0), steps * length);
        int row = subgraph.add(Tensor.activation(sequence.name() + "/row", TensorType.FLOAT32, flat)
                .withTrained(sequence.trained()));
        subgraph.insertBefore(
                unpack,
                Operator.of(
                        OperatorCode.of(BuiltinOperator.RESHAPE, 1),
                        Ints.of(unpack.input(0), ints(sequence.name() + "/shape", subgraph, flat.toArray())),
                        Ints.of(row),
                        Options.of(OptionsTable.RESHAPE)));
        int stride = ints(sequence.name() + "/stride", subgraph, 1, 1);
        int begin = ints(sequence.name() + "/0", subgraph, 0, 0);
        Ints outputs = unpack.operator().outputs();
        for (int step = 0; step < steps; step++) {
            int output = outputs.get(step);
            int end = ints(sequence.name() + "/" + (step + 1), subgraph, 0, (step + 1) * length);
            if (!subgraph.users(output).isEmpty() || subgraph.isOutput(output)) {
                subgraph.insertBefore(
                        unpack,
                        Operator.of(
                                OperatorCode.of(BuiltinOperator.STRIDED_SLICE, 1),
                                Ints.of(row, begin, end, stride),
                                Ints.of(output),
                                Options.of(OptionsTable.STRIDED_SLICE).with("end_mask", 1)));
            }
            begin = end;
        }
        subgraph.remove(unpack);
    }

    private static int ints(String name, SubgraphEditor subgraph, int... values) {
        return subgraph.add(Tensor.constant(name, TensorType.INT32, Ints.of(values.length), Buffer.ofInts(values)));
    }
}
