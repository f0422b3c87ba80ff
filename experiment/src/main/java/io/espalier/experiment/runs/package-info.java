// SPDX-License-Identifier: Apache-2.0
/**
 * Run files: how a command was run that made files, kept beside these. Start at {@link io.espalier.experiment.runs.RunFile}; {@link
 * io.espalier.experiment.runs.RunFolder} finds them, {@link io.espalier.experiment.runs.RunComparison} compares two.
 */
@NullMarked
package io.espalier.experiment.runs;

import org.jspecify.annotations.NullMarked;
