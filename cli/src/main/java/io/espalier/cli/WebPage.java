// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Preprocessing;
import io.espalier.base.ProgressListener;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.data.fetch.DatasetStore;
import io.espalier.data.fetch.NpmPackageSource;
import io.espalier.data.fetch.PinnedFile;
import io.espalier.model.Model;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A page beside a model of TensorFlow.js that classifies what is drawn on it, or an image. It needs a server of files and nothing else: the
 * library of TensorFlow.js lies beside it.
 */
final class WebPage {
    private static final String LIBRARY = "tf.min.js";
    private static final String PACKAGE = "@tensorflow/tfjs@4.22.0";
    private static final PinnedFile LIBRARY_FILE =
            new PinnedFile(LIBRARY, 1_469_843, "300dfae273d20b4046f46a06d735688f03675a807561e9bcb5f664eb2f3d2831");
    private static final int DIGIT_SIDE = 28;
    private static final int COLORS = 3;

    private final Shape input;
    private final ObjectNode settings;

    private WebPage(Shape input, ObjectNode settings) {
        this.input = input;
        this.settings = settings;
    }

    /**
     * The page of a model.
     *
     * @param labels of the classes; none to number them
     * @throws UsageException if the model does not take one picture, or there is another number of labels than classes
     */
    static WebPage of(Exported exported, List<String> labels) {
        Model model = exported.model();
        List<Shape> inputs = model.inputs().stream().map(model::outputShape).toList();
        if (inputs.size() != 1 || channels(inputs.get(0)) == 0) {
            throw new UsageException(
                    "--page is for models of one picture, (height, width), or with 1 or 3 channels, but "
                            + exported.source().path() + " takes "
                            + String.join(
                                    " and ",
                                    inputs.stream().map(Shape::toString).toList()) + "; leave --page out");
        }
        Shape scores = model.outputShape(model.outputs().get(0));
        if (scores.rank() != 1 || (!labels.isEmpty() && labels.size() != scores.elements())) {
            throw new UsageException(
                    scores.rank() != 1
                            ? "--page is for models that put out a number for each class, but "
                                    + exported.source().path() + " puts out " + scores + "; leave --page out"
                            : "--labels: there are " + labels.size() + " labels, but the model has " + scores.elements()
                                    + " classes");
        }
        Shape input = inputs.get(0);
        Scaling scaling = exported.stored()
                .provenance()
                .map(Provenance::preprocessing)
                .map(Preprocessing::scaling)
                .orElse(Scaling.UNIT);
        ObjectNode settings = new JsonMapper().createObjectNode();
        ArrayNode shape = settings.putArray("input");
        input.dimensions().forEach(shape::add);
        settings.put("channels", channels(input))
                .put("draws", draws(input))
                .put("multiplier", scaling.multiplier())
                .put("offset", scaling.offset());
        ArrayNode names = settings.putArray("labels");
        labels.forEach(names::add);
        return new WebPage(input, settings);
    }

    private static boolean draws(Shape input) {
        return channels(input) == 1 && input.dimension(0) == DIGIT_SIDE && input.dimension(1) == DIGIT_SIDE;
    }

    /** 1 or 3; 0 if it is no picture. */
    private static int channels(Shape input) {
        if (input.rank() == 2) {
            return 1;
        }
        boolean isPicture = input.rank() == 3 && (input.channels() == 1 || input.channels() == COLORS);
        return isPicture ? input.channels() : 0;
    }

    /** The library, from the cache or from npm. */
    static byte[] library(ProgressListener progress) {
        ByteBuffer content = new DatasetStore(DatasetHome.fromEnvironment(), progress)
                .get("tensorflow.js-4.22.0", List.of(LIBRARY_FILE), List.of(new NpmPackageSource(PACKAGE)))
                .contents()
                .get(LIBRARY);
        ByteBuffer whole = Objects.requireNonNull(content).duplicate();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }

    /** Writes the page into the folder of the model. */
    void write(Path folder, String title, byte[] library) throws IOException {
        String how = draws(input) ? "Draw a digit" : "Choose an image";
        String page = resource("index.html")
                .replace("@TITLE@", escaped(title))
                .replace("@HOW@", how)
                // So that no text can end the element that it stands in.
                .replace("@SETTINGS@", JsonTree.print(settings).replace("<", "\\u003c"));
        AtomicFile.write(folder.resolve(LIBRARY), library);
        AtomicFile.write(folder.resolve("page.js"), resource("page.js").getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(folder.resolve("index.html"), page.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream content = Objects.requireNonNull(WebPage.class.getResourceAsStream("page/" + name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
