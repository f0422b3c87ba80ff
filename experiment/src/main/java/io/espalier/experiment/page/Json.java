// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

/** JSON in a page. */
final class Json {
    private Json() {}

    /** JSON as it may stand in an element script: a name in it must not end the element, nor start a comment. */
    static String embedded(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }
}
