// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Computes what one kind of operator makes of constants. */
@FunctionalInterface
interface Evaluator {
    /** The data of each output, in their order; empty where it is not known for certain what a kernel would do. */
    Optional<List<Buffer>> evaluate(Invocation invocation);

    /** One for an operator of one output. */
    static Evaluator ofOne(Function<Invocation, Optional<Buffer>> evaluator) {
        return invocation -> evaluator.apply(invocation).map(List::of);
    }
}
