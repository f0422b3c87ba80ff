// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.espalier.lite.boards.ByteSize.Measure;
import java.io.IOException;
import java.util.Map;

/** A clock as people write it: {@code 64 MHz}, {@code 1.8 GHz}. */
@JsonDeserialize(using = Frequency.Reader.class)
record Frequency(long hertz) {
    private static final Map<String, Long> UNITS =
            Map.of("Hz", 1L, "kHz", 1_000L, "MHz", 1_000_000L, "GHz", 1_000_000_000L);

    /** @throws io.espalier.base.RecipeException if the text is no frequency */
    static Frequency of(String text) {
        return new Frequency(Measure.read(text, UNITS, "a clock such as 64 MHz or 1.8 GHz"));
    }

    static final class Reader extends JsonDeserializer<Frequency> {
        @Override
        public Frequency deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Measure.located(parser, Frequency::of);
        }
    }
}
