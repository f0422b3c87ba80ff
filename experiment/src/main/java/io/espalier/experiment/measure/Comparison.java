// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.base.EspalierVersion;
import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Forms of one model, as .tflite files, side by side.
 *
 * @param espalier the version of Espalier
 * @param dataset what they were run on
 * @param models the first is the one that the others are compared with
 */
@JsonPropertyOrder({"espalier", "machine", "dataset", "examples", "models"})
public record Comparison(String espalier, Machine machine, String dataset, int examples, List<ComparedModel> models) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Comparison {
        models = List.copyOf(models);
    }

    /**
     * Runs and measures files of one model, in the TFLite runtime.
     *
     * @param threads that share the examples
     * @param progress hears of examples where others hear of bytes
     * @throws IOException if a file cannot be read
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses a file, or one answers with other numbers than the first
     */
    public static Comparison of(List<Path> files, Dataset data, int threads, ProgressListener progress)
            throws IOException {
        List<String> names = ModelNames.of(files);
        List<ComparedModel> models = new ArrayList<>();
        MeasuredModel first = MeasuredModel.run(files.get(0), data, threads, progress);
        models.add(first.asReference(names.get(0), data));
        for (int index = 1; index < files.size(); index++) {
            MeasuredModel other = MeasuredModel.run(files.get(index), data, threads, progress);
            models.add(other.comparedWith(first, names.get(index), data));
        }
        return new Comparison(EspalierVersion.current(), Machine.here(), data.name(), data.size(), models);
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and strings is JSON", e);
        }
    }
}
