// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import java.util.List;

/** How one operator of TensorFlow becomes operators of TFLite. */
@FunctionalInterface
interface NodeRule {
    /** The outputs of a node. */
    List<Value> outputs(NodeCall call);

    /** A rule of a node with one output. */
    static NodeRule of(Single rule) {
        return call -> List.of(rule.output(call));
    }

    /** The output of a node that has one. */
    @FunctionalInterface
    interface Single {
        Value output(NodeCall call);
    }
}
