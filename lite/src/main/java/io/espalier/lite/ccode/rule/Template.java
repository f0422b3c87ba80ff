// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;

/**
 * The name of a kernel whose file is made for an operator: words in capitals, such as NAME and VALUE, stand for what the operator says. The parts are
 * separated by bars; those without a word are files that it needs besides.
 */
final class Template {
    private final StringBuilder text;

    private Template(String file) {
        text = new StringBuilder(file);
    }

    static Template of(String file, String name) {
        return new Template(file).word("NAME", name);
    }

    Template word(String word, String value) {
        text.append('|').append(word).append('=').append(value);
        return this;
    }

    Template needs(String... files) {
        for (String file : files) {
            text.append('|').append(file);
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The type of a tensor's elements in C. */
    static String type(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> "float";
            case INT32 -> "int32_t";
            case INT64 -> "int64_t";
            case INT16 -> "int16_t";
            case INT8 -> "int8_t";
            case UINT8, BOOL -> "uint8_t";
            default ->
                throw new Refusal("tensor '" + tensor.name() + "' is " + tensor.type(), "use FLOAT32, INT32 or BOOL");
        };
    }

    /** Whether elements are numbers as they stand, without a scale. */
    static boolean isPlain(Tensor tensor) {
        return tensor.type() == TensorType.FLOAT32
                || tensor.type() == TensorType.INT32
                || tensor.type() == TensorType.INT64
                || tensor.type() == TensorType.BOOL;
    }
}
