// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import java.util.Arrays;
import java.util.List;

/**
 * The tables of TensorFlow Lite's metadata, schema 1.5.0, with their fields in the order of their slots. A union takes two slots: its kind, then
 * its table.
 *
 * @see <a href="https://github.com/google-ai-edge/mediapipe/blob/master/mediapipe/tasks/metadata/metadata_schema.fbs">metadata_schema.fbs</a>
 */
enum MetadataTable {
    MODEL(
            "ModelMetadata",
            Field.text("name"),
            Field.text("description"),
            Field.text("version"),
            Field.tables("subgraph_metadata", "SubGraphMetadata"),
            Field.text("author"),
            Field.text("license"),
            Field.tables("associated_files", "AssociatedFile"),
            Field.text("min_parser_version")),
    SUBGRAPH(
            "SubGraphMetadata",
            Field.text("name"),
            Field.text("description"),
            Field.tables("input_tensor_metadata", "TensorMetadata"),
            Field.tables("output_tensor_metadata", "TensorMetadata"),
            Field.tables("associated_files", "AssociatedFile"),
            Field.tables("input_process_units", "ProcessUnit"),
            Field.tables("output_process_units", "ProcessUnit"),
            Field.tables("input_tensor_groups", "TensorGroup"),
            Field.tables("output_tensor_groups", "TensorGroup"),
            Field.tables("custom_metadata", "CustomMetadata")),
    TENSOR(
            "TensorMetadata",
            Field.text("name"),
            Field.text("description"),
            Field.of("dimension_names", Kind.TEXTS),
            Field.table("content", "Content"),
            Field.tables("process_units", "ProcessUnit"),
            Field.table("stats", "Stats"),
            Field.tables("associated_files", "AssociatedFile")),
    ASSOCIATED_FILE(
            "AssociatedFile",
            Field.text("name"),
            Field.text("description"),
            Field.symbol(
                    "type",
                    "UNKNOWN",
                    "DESCRIPTIONS",
                    "TENSOR_AXIS_LABELS",
                    "TENSOR_VALUE_LABELS",
                    "TENSOR_AXIS_SCORE_CALIBRATION",
                    "VOCABULARY",
                    "SCANN_INDEX_FILE"),
            Field.text("locale"),
            Field.text("version")),
    CONTENT(
            "Content",
            Field.union(
                    "content_properties",
                    "FeatureProperties",
                    "ImageProperties",
                    "BoundingBoxProperties",
                    "AudioProperties"),
            Field.table("range", "ValueRange")),
    FEATURE("FeatureProperties"),
    IMAGE(
            "ImageProperties",
            Field.symbol("color_space", "UNKNOWN", "RGB", "GRAYSCALE"),
            Field.table("default_size", "ImageSize")),
    IMAGE_SIZE("ImageSize", Field.of("width", Kind.UINT), Field.of("height", Kind.UINT)),
    BOUNDING_BOX(
            "BoundingBoxProperties",
            Field.of("index", Kind.UINTS),
            Field.symbol("type", "UNKNOWN", "BOUNDARIES", "UPPER_LEFT", "CENTER"),
            Field.symbol("coordinate_type", "RATIO", "PIXEL")),
    AUDIO("AudioProperties", Field.of("sample_rate", Kind.UINT), Field.of("channels", Kind.UINT)),
    VALUE_RANGE("ValueRange", Field.of("min", Kind.INT), Field.of("max", Kind.INT)),
    PROCESS_UNIT(
            "ProcessUnit",
            Field.union(
                    "options",
                    "NormalizationOptions",
                    "ScoreCalibrationOptions",
                    "ScoreThresholdingOptions",
                    "BertTokenizerOptions",
                    "SentencePieceTokenizerOptions",
                    "RegexTokenizerOptions")),
    NORMALIZATION("NormalizationOptions", Field.of("mean", Kind.FLOATS), Field.of("std", Kind.FLOATS)),
    SCORE_CALIBRATION(
            "ScoreCalibrationOptions",
            Field.symbol("score_transformation", "IDENTITY", "LOG", "INVERSE_LOGISTIC"),
            Field.of("default_score", Kind.FLOAT)),
    SCORE_THRESHOLDING("ScoreThresholdingOptions", Field.of("global_score_threshold", Kind.FLOAT)),
    BERT_TOKENIZER("BertTokenizerOptions", Field.tables("vocab_file", "AssociatedFile")),
    SENTENCE_PIECE(
            "SentencePieceTokenizerOptions",
            Field.tables("sentencePiece_model", "AssociatedFile"),
            Field.tables("vocab_file", "AssociatedFile")),
    REGEX_TOKENIZER(
            "RegexTokenizerOptions", Field.text("delim_regex_pattern"), Field.tables("vocab_file", "AssociatedFile")),
    STATS("Stats", Field.of("max", Kind.FLOATS), Field.of("min", Kind.FLOATS)),
    TENSOR_GROUP("TensorGroup", Field.text("name"), Field.of("tensor_names", Kind.TEXTS)),
    CUSTOM("CustomMetadata", Field.text("name"), Field.of("data", Kind.BYTES));

    private final String title;
    // The list is unmodifiable, and fields are records of such.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Field> fields;

    MetadataTable(String title, Field... fields) {
        this.title = title;
        this.fields = List.of(fields);
    }

    /** What a field holds. */
    enum Kind {
        TEXT,
        TEXTS,
        FLOAT,
        FLOATS,
        INT,
        UINT,
        UINTS,
        BYTES,
        /** A byte that stands for a word. */
        SYMBOL,
        TABLE,
        TABLES,
        /** A table of one of several types. */
        UNION
    }

    /**
     * A field of a table.
     *
     * @param words of a symbol, by its number; of a table or union the titles of its types
     */
    record Field(String name, Kind kind, List<String> words) {
        private static Field of(String name, Kind kind, String... words) {
            return new Field(name, kind, List.of(words));
        }

        private static Field text(String name) {
            return of(name, Kind.TEXT);
        }

        private static Field symbol(String name, String... words) {
            return of(name, Kind.SYMBOL, words);
        }

        private static Field table(String name, String type) {
            return of(name, Kind.TABLE, type);
        }

        private static Field tables(String name, String type) {
            return of(name, Kind.TABLES, type);
        }

        private static Field union(String name, String... types) {
            return of(name, Kind.UNION, types);
        }

        /** How many slots it takes. */
        int slots() {
            return kind == Kind.UNION ? 2 : 1;
        }

        /** The table that this leads to. */
        MetadataTable type() {
            return titled(words.get(0));
        }
    }

    static MetadataTable titled(String title) {
        return Arrays.stream(values())
                .filter(table -> table.title.equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** Its name in the schema. */
    String title() {
        return title;
    }

    List<Field> fields() {
        return fields;
    }

    int slots() {
        return fields.stream().mapToInt(Field::slots).sum();
    }
}
