// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads numbers, texts, and true or false only from what is such: nothing is rounded, and no text is taken for a number. */
final class StrictScalars {
    // YAML's own numbers want a point before an exponent; people do not.
    private static final Pattern EXPONENT = Pattern.compile("[-+]?[0-9]+[eE][-+]?[0-9]+");

    private StrictScalars() {}

    static SimpleModule module() {
        return new SimpleModule("espalier-scalars")
                .addDeserializer(String.class, new Scalar<>(String.class, StrictScalars::text))
                .addDeserializer(Boolean.class, new Scalar<>(Boolean.class, StrictScalars::flag))
                .addDeserializer(Boolean.TYPE, new Scalar<>(Boolean.TYPE, StrictScalars::flag))
                .addDeserializer(Integer.class, new Scalar<>(Integer.class, StrictScalars::integer))
                .addDeserializer(Integer.TYPE, new Scalar<>(Integer.TYPE, StrictScalars::integer))
                .addDeserializer(Long.class, new Scalar<>(Long.class, StrictScalars::longInteger))
                .addDeserializer(Long.TYPE, new Scalar<>(Long.TYPE, StrictScalars::longInteger))
                .addDeserializer(Float.class, new Scalar<>(Float.class, StrictScalars::single))
                .addDeserializer(Float.TYPE, new Scalar<>(Float.TYPE, StrictScalars::single))
                .addDeserializer(Double.class, new Scalar<>(Double.class, StrictScalars::number))
                .addDeserializer(Double.TYPE, new Scalar<>(Double.TYPE, StrictScalars::number));
    }

    /** The value of the token that is read; throws {@link NumberFormatException} if it is of another kind. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonParser parser) throws IOException;
    }

    private static final class Scalar<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Reading<T> reading;

        Scalar(Class<T> type, Reading<T> reading) {
            super(type);
            this.reading = reading;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return reading.of(parser);
            } catch (NumberFormatException | JsonProcessingException e) {
                throw mismatch(parser);
            }
        }

        /** A key without a value leaves open only what may be left open. */
        @Override
        public T getNullValue(DeserializationContext context) throws JsonMappingException {
            if (handledType().isPrimitive()) {
                throw mismatch(context.getParser());
            }
            return super.getNullValue(context);
        }

        private MismatchedInputException mismatch(JsonParser parser) {
            return MismatchedInputException.from(parser, handledType(), "another kind of value");
        }
    }

    private static String text(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw new NumberFormatException();
        }
        return parser.getText();
    }

    private static Boolean flag(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new NumberFormatException();
        };
    }

    private static Integer integer(JsonParser parser) throws IOException {
        long value = longInteger(parser);
        if ((int) value != value) {
            throw new NumberFormatException();
        }
        return (int) value;
    }

    private static Long longInteger(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw new NumberFormatException();
        }
        try {
            return parser.getBigIntegerValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException();
        }
    }

    private static Float single(JsonParser parser) throws IOException {
        return finite(number(parser).floatValue());
    }

    private static Double number(JsonParser parser) throws IOException {
        String text = parser.getText();
        if (!parser.currentToken().isNumeric() && !EXPONENT.matcher(text).matches()) {
            throw new NumberFormatException();
        }
        return parser.currentToken().isNumeric()
                ? finiteDouble(parser.getDoubleValue())
                : finiteDouble(new BigDecimal(text).doubleValue());
    }

    private static Float finite(float value) {
        if (!Float.isFinite(value)) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static Double finiteDouble(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException();
        }
        return value;
    }
}
