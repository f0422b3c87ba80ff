// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.espalier.base.RecipeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size of memory as people write it: {@code 512 KB}, {@code 5.5 MB}, or a number of bytes. 1 KB is 1,024 bytes. */
@JsonDeserialize(using = ByteSize.Reader.class)
record ByteSize(long bytes) {
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

    /** @throws RecipeException if the text is no size, or not a whole number of bytes */
    static ByteSize of(String text) {
        return new ByteSize(Measure.read(text, UNITS, "a size such as 512 KB, 2 MB or 65536"));
    }

    static final class Reader extends JsonDeserializer<ByteSize> {
        @Override
        public ByteSize deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Measure.located(parser, ByteSize::of);
        }
    }

    /** A number with a unit. */
    static final class Measure {
        private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");

        private Measure() {}

        /** Reads the text of a value. */
        interface Reading<T> {
            T of(String text);
        }

        static <T> T located(JsonParser parser, Reading<T> reading) throws IOException {
            try {
                return reading.of(parser.currentToken().isScalarValue() ? parser.getText() : "a list or keys");
            } catch (RecipeException e) {
                throw JsonMappingException.from(parser, e.getMessage(), e);
            }
        }

        static long read(String text, Map<String, Long> units, String expected) {
            Matcher matcher = FORM.matcher(text.strip());
            if (matcher.matches() && units.containsKey(matcher.group(2))) {
                BigDecimal value =
                        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(units.get(matcher.group(2))));
                try {
                    long whole = value.longValueExact();
                    if (whole > 0) {
                        return whole;
                    }
                } catch (ArithmeticException e) {
                    // told below
                }
            }
            throw new RecipeException("'" + text + "' is not " + expected);
        }
    }
}
