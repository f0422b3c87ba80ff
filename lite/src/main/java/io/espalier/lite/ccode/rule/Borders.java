// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each output of a model bytes of its own: a copy where it is an input, a constant or another output under another shape. */
final class Borders {
    private Borders() {}

    static Program program(Subgraph main, Workspace workspace, List<Step> steps, Map<Integer, Integer> aliases) {
        Program plain = new Program(main, steps, aliases);
        List<Step> all = new ArrayList<>(steps);
        Set<Integer> taken = new HashSet<>();
        main.inputs().stream().map(plain::root).forEach(taken::add);
        int[] outputs = main.outputs().toArray();
        for (int position = 0; position < outputs.length; position++) {
            int root = plain.root(outputs[position]);
            Tensor output = workspace.tensor(outputs[position]);
            if (workspace.tensor(root).isConstant() || !taken.add(root)) {
                int copied = workspace.add(output.withBuffer(Buffer.EMPTY));
                View whole = View.of(output.shape());
                all.add(Copy.step("output_" + position, root, whole, copied, whole, Operation.width(output)));
                outputs[position] = copied;
            }
        }
        return new Program(
                main.with(workspace.tensors(), main.inputs(), Ints.of(outputs), main.operators()), all, aliases);
    }
}
