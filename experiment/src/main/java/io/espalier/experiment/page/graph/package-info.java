// SPDX-License-Identifier: Apache-2.0
/**
 * The drawing of a model: {@link io.espalier.experiment.page.graph.Diagram} says what is drawn, {@link
 * io.espalier.experiment.page.graph.GraphLayout} where, {@link io.espalier.experiment.page.graph.GraphDrawing} makes a section of a page of it, and
 * {@link io.espalier.experiment.page.graph.GraphPage} a page. Not for users.
 */
@NullMarked
package io.espalier.experiment.page.graph;

import org.jspecify.annotations.NullMarked;
