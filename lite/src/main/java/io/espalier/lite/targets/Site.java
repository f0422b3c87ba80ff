// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.operator.Condition;
import io.espalier.lite.schema.BuiltinOperator;

/**
 * An operator where it stands.
 *
 * @param form in which it stands there
 */
record Site(Subgraph subgraph, Operator operator, KernelForm form) {
    BuiltinOperator builtin() {
        return operator.code().builtin();
    }

    boolean meets(Condition condition) {
        return condition.holds(operator, subgraph::tensor);
    }
}
