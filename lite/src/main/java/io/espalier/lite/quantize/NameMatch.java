// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import java.util.regex.Pattern;

/** How a rule's {@code tensor} may lead to an operator; the first way counts that leads to any. */
enum NameMatch {
    /** It is a tensor, or a layer of the model. */
    NAME {
        @Override
        boolean leads(String tensor, OperatorNames to) {
            return to.begin(tensor);
        }
    },
    /** It is a layer of a model within the model. */
    INNER_NAME {
        @Override
        boolean leads(String tensor, OperatorNames to) {
            return to.contain(tensor);
        }
    },
    /** It is an expression that is found in the name. */
    EXPRESSION {
        @Override
        boolean leads(String tensor, OperatorNames to) {
            return to.match(Pattern.compile(tensor));
        }
    };

    abstract boolean leads(String tensor, OperatorNames to);
}
