// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import java.util.List;
import java.util.Objects;

/** How a step runs other subgraphs. All tensors that these read and write are inputs of the step. */
public sealed interface Flow {

    /** The subgraphs that it runs. */
    List<Callee> callees();

    /** The body again and again while the condition holds; results of the body become its arguments. */
    record Loop(Callee condition, Callee body) implements Flow {
        public Loop {
            Objects.requireNonNull(condition, "condition");
            Objects.requireNonNull(body, "body");
        }

        @Override
        public List<Callee> callees() {
            return List.of(condition, body);
        }
    }

    /** One of two, as the first input of the step says. */
    record Branch(Callee then, Callee otherwise) implements Flow {
        public Branch {
            Objects.requireNonNull(then, "then");
            Objects.requireNonNull(otherwise, "otherwise");
        }

        @Override
        public List<Callee> callees() {
            return List.of(then, otherwise);
        }
    }
}
