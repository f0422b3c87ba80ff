// SPDX-License-Identifier: Apache-2.0
/** Compression runs: a recipe, carried out on a model, with files and a report. */
@NullMarked
package io.espalier.experiment.run;

import org.jspecify.annotations.NullMarked;
