// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.experiment.statistics.Gzip;
import io.espalier.model.format.ModelSource;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A model as it is given to be compared: its file, whose name and bytes count, and what of it runs in TFLite. The file stays open until it was compared, and
 * whoever opened it closes it.
 */
public final class ComparedModel {
    private final ModelSource file;
    private final Form form;
    private final boolean isConverted;

    private ComparedModel(ModelSource file, Form form, boolean isConverted) {
        this.file = Objects.requireNonNull(file, "file");
        this.form = Objects.requireNonNull(form, "form");
        this.isConverted = isConverted;
    }

    /** What of a model runs in TFLite, as soon as it is asked for. */
    @FunctionalInterface
    public interface Form {
        /** Reads or converts it, each time anew. */
        TfliteModel read() throws IOException;
    }

    /** A .tflite file, which is read when its turn comes. */
    public static ComparedModel of(ModelSource tflite) {
        return new ComparedModel(tflite, () -> TfliteModel.read(tflite), false);
    }

    /** A model of another format, which runs as what the converter makes of it. */
    public static ComparedModel converted(ModelSource file, Form conversion) {
        return new ComparedModel(file, conversion, true);
    }

    /** This with what runs of it read already. */
    public ComparedModel loaded() throws IOException {
        TfliteModel loaded = form.read();
        return new ComparedModel(file, () -> loaded, isConverted);
    }

    /** What of it runs in TFLite. */
    public TfliteModel runnable() throws IOException {
        return form.read();
    }

    /** The file as it was given. */
    ModelSource file() {
        return file;
    }

    /** Whether what runs has other bytes than the file. */
    boolean isConverted() {
        return isConverted;
    }

    long gzipBytes() throws IOException {
        return Gzip.size(file.content().toArray(ByteBuffer[]::new));
    }
}
