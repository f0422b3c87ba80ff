// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorflowlite.RegistrationNodePair;
import org.bytedeco.tensorflowlite.Subgraph;
import org.bytedeco.tensorflowlite.TfLiteDelegateParams;
import org.bytedeco.tensorflowlite.TfLiteIntArray;

/**
 * What the runtime runs of one subgraph, in its order, once XNNPACK has taken its parts.
 *
 * @param entries operators and parts
 */
record ExecutionPlan(List<Entry> entries) {
    ExecutionPlan {
        entries = List.copyOf(entries);
    }

    /**
     * An operator, or a part of several that a delegate runs.
     *
     * @param node its number in the runtime: that of the operator in the file, or a later one for a part
     * @param operators their numbers in the file
     */
    record Entry(int node, List<Integer> operators, boolean delegated) {
        Entry {
            operators = List.copyOf(operators);
        }
    }

    static ExecutionPlan of(Subgraph subgraph) {
        List<Entry> entries = new ArrayList<>();
        IntPointer plan = subgraph.execution_plan();
        for (long i = 0; i < plan.limit(); i++) {
            int node = plan.get(i);
            RegistrationNodePair pair = subgraph.node_and_registration(node);
            boolean delegated =
                    pair.first().delegate() != null && !pair.first().delegate().isNull();
            entries.add(new Entry(node, delegated ? replaced(pair) : List.of(node), delegated));
        }
        return new ExecutionPlan(entries);
    }

    private static List<Integer> replaced(RegistrationNodePair pair) {
        TfLiteIntArray nodes = new TfLiteDelegateParams(pair.first().builtin_data()).nodes_to_replace();
        return IntStream.range(0, nodes.size()).mapToObj(nodes::data).toList();
    }

    /** Where the operator with this number stands; -1 if it is not run by itself. */
    int position(int node) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).node() == node) {
                return i;
            }
        }
        return -1;
    }

    /** Where the next part stands behind a position, or the first if none does, since a loop began again; -1 if there is none. */
    int partBehind(int position) {
        for (int i = 1; i <= entries.size(); i++) {
            int next = Math.floorMod(position + i, entries.size());
            if (entries.get(next).delegated()) {
                return next;
            }
        }
        return -1;
    }
}
