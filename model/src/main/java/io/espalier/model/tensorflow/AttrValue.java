// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An attribute of a node. */
public sealed interface AttrValue {
    /** A string as TensorFlow has them: bytes, most of them text. */
    record Bytes(ByteBuffer value) implements AttrValue {
        public Bytes {
            value = value.slice().asReadOnlyBuffer();
        }

        /** Text in UTF-8. */
        public static Bytes of(String text) {
            return new Bytes(StandardCharsets.UTF_8.encode(text));
        }

        /** The bytes; a view that callers may move through. */
        @Override
        public ByteBuffer value() {
            return value.duplicate();
        }

        /** A copy of the bytes. */
        public byte[] copy() {
            byte[] copy = new byte[value.remaining()];
            value.get(0, copy);
            return copy;
        }

        /** What the bytes say in UTF-8. */
        public String text() {
            return new String(copy(), StandardCharsets.UTF_8);
        }
    }

    /** A whole number. */
    record Whole(long value) implements AttrValue {}

    /** A float32 number. */
    record Real(float value) implements AttrValue {}

    /** True or false. */
    record Flag(boolean value) implements AttrValue {}

    /** A type of elements. */
    record Type(DataType value) implements AttrValue {}

    /** A shape. */
    record Shaped(TensorShape value) implements AttrValue {}

    /** A tensor. */
    record Constant(ConstantTensor value) implements AttrValue {}

    /** Several values of one kind. */
    record Items(List<AttrValue> values) implements AttrValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** The name of a function, and its attributes. */
    record Function(String name, Map<String, AttrValue> attributes) implements AttrValue {
        public Function {
            Objects.requireNonNull(name, "name");
            attributes = Map.copyOf(attributes);
        }
    }

    /** The name of an attribute of the function that the node is in. */
    record Placeholder(String name) implements AttrValue {}

    /** Nothing: an attribute without a value. */
    record Nothing() implements AttrValue {}

    /** Text in UTF-8. */
    static AttrValue of(String text) {
        return Bytes.of(text);
    }

    /** Whole numbers. */
    static AttrValue of(List<? extends Number> numbers) {
        return new Items(numbers.stream()
                .<AttrValue>map(number -> new Whole(number.longValue()))
                .toList());
    }
}
