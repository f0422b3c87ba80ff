// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.ValueRange;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes ranges as JSON, to keep beside a model: {@code {"ranges": {"conv/Relu": {"min": 0.0, "max": 6.0}, ...}}}. Every float32 is
 * read back exactly.
 */
final class RangesFile {
    private static final String RANGES = "ranges";
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RangesFile() {}

    /**
     * Writes ranges to a file, which is complete or not there.
     *
     * @throws IOException if the file cannot be written
     */
    static void write(Path file, TensorRanges ranges) throws IOException {
        AtomicFile.write(file, toJson(ranges).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads ranges from a file.
     *
     * @throws CalibrationException if the file is not a file of ranges
     * @throws IOException if it cannot be read
     */
    static TensorRanges read(Path file) throws IOException {
        try {
            return fromJson(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new CalibrationException(file + ": not a UTF-8 text file");
        }
    }

    /** The text that {@link #write} puts into a file. */
    static String toJson(TensorRanges ranges) {
        ObjectNode json = MAPPER.createObjectNode();
        ObjectNode byName = json.putObject(RANGES);
        ranges.byName()
                .forEach((tensor, range) ->
                        byName.putObject(tensor).put(MIN, range.min()).put(MAX, range.max()));
        return json.toPrettyString() + "\n";
    }

    /**
     * Reads ranges from JSON.
     *
     * @param source the name of the text in messages
     * @throws CalibrationException if the text does not contain ranges
     */
    static TensorRanges fromJson(String source, String json) {
        JsonNode byName = parse(source, json).path(RANGES);
        if (!byName.isObject()) {
            throw new CalibrationException(
                    source + ": missing object \"" + RANGES + "\"; use a file that --save-ranges wrote");
        }
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        byName.properties()
                .forEach(entry -> ranges.put(entry.getKey(), range(source, entry.getKey(), entry.getValue())));
        return new TensorRanges(ranges);
    }

    private static JsonNode parse(String source, String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new CalibrationException(source + ": invalid JSON: " + e.getMessage());
        }
    }

    private static ValueRange range(String source, String tensor, JsonNode json) {
        JsonNode min = json.path(MIN);
        JsonNode max = json.path(MAX);
        if (!min.isNumber() || !max.isNumber()) {
            throw new CalibrationException(source + ": the range of '" + tensor + "' is " + json
                    + "; expected numbers \"" + MIN + "\" and \"" + MAX + "\"");
        }
        try {
            return new ValueRange(min.floatValue(), max.floatValue());
        } catch (ModelException e) {
            throw new CalibrationException(source + ": the range of '" + tensor + "': " + e.getMessage());
        }
    }
}
