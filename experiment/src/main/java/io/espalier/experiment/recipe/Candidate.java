// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.model.Model;

/** A form of a model that is worth a file, in memory, with the name that its file is to have. */
public sealed interface Candidate {
    /** The name of its file, with the ending that tells the format, such as {@code small.h5}. */
    String fileName();

    /** How it came about. */
    Provenance provenance();

    /** A model of layers, for a file of Keras. */
    record Layers(String fileName, Model model, Provenance provenance) implements Candidate {}

    /** A TFLite graph, which holds its provenance itself. */
    record Lite(String fileName, Graph graph, Provenance provenance) implements Candidate {}
}
