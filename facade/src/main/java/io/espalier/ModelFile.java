// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.base.Provenance;
import io.espalier.base.RecipeException;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.report.ComparedModel;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.DeploymentMetadata.Described;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A model's file or folder, open and read. */
record ModelFile(ModelSource source, StoredModel<?> stored, boolean isTflite) implements AutoCloseable {
    static ModelFile open(Path file) throws IOException {
        ModelSource source = ModelSource.open(file);
        try {
            ModelFormat<?> format = ModelFormats.of(source)
                    .filter(ModelFormat::isRead)
                    .orElseThrow(() -> new ModelFormatException(
                            file,
                            "no model that Espalier reads; it reads .keras, .h5, .tflite and .pb files, and the folders of SavedModels and TensorFlow.js"
                                    + " models"));
            return new ModelFile(
                    source, format.read(source, ReadOptions.NONE), format.id().equals("tflite"));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** A file as a quantizer leaves it. */
    static Quantized quantize(Path model, Quantizer quantizer, String how, Path tflite) throws IOException {
        try (ModelFile file = open(model)) {
            Quantized quantized = file.quantized(quantizer, how);
            GraphWriter.write(quantized.graph(), tflite);
            return quantized;
        }
    }

    private Quantized quantized(Quantizer quantizer, String how) throws IOException {
        try {
            Quantized quantized = converter()
                    .withProvenance(provenance(how))
                    .withQuantizer(quantizer)
                    .run();
            Described described = DeploymentMetadata.NONE.in(quantized.graph());
            return quantized
                    .withGraph(described.graph())
                    .withNotesBefore(Stream.of(stored.notes(), described.notes())
                            .flatMap(List::stream)
                            .toList());
        } catch (QuantizationException e) {
            throw new QuantizationException(source.path() + ": " + e.getMessage());
        } catch (RecipeException e) {
            throw new RecipeException(source.path() + ": " + e.getMessage());
        }
    }

    private Provenance provenance(String how) throws IOException {
        Optional<Provenance> origin = origin();
        return Provenance.here(
                        (isTflite() ? "quantize " : "convert ") + how,
                        origin.map(Provenance::dataset).orElse(null),
                        origin.map(Provenance::seed).orElse(null),
                        List.of(source.parent()))
                .withPreprocessing(origin.map(Provenance::preprocessing).orElse(null));
    }

    /** A Model, a Graph, or what only runs in TensorFlow. */
    Object content() {
        return stored.content();
    }

    Optional<Provenance> origin() {
        return stored.provenance();
    }

    /** @throws ModelFormatException if it holds operators without layers */
    StoredModel<Model> layers() {
        return stored.as(Model.class)
                .orElseThrow(
                        () -> new ModelFormatException(
                                source.path(),
                                "operators without layers cannot be trained; compress takes a .keras or .h5 file, quantize any"));
    }

    /** The graph that it holds, or that it becomes without quantization. */
    Graph graph() {
        return isTflite
                ? stored.as(Graph.class).orElseThrow().content()
                : converter().convert();
    }

    /** A {@code .tflite} file as it is, any other as its graph. */
    TfliteModel runnable() throws IOException {
        return isTflite
                ? TfliteModel.read(source)
                : TfliteModel.of(source.path().toString(), graph());
    }

    ComparedModel compared() {
        return isTflite() ? ComparedModel.of(source) : ComparedModel.converted(source, this::runnable);
    }

    private Converter converter() {
        if (content() instanceof Model layers) {
            return Converter.of(layers);
        }
        return Converter.of(stored.as(Graph.class)
                .orElseThrow(() -> new ModelFormatException(source.path(), "runs in TensorFlow only"))
                .content());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
