// SPDX-License-Identifier: Apache-2.0
/** Tables and pages about measured models. */
@NullMarked
package io.espalier.experiment.report;

import org.jspecify.annotations.NullMarked;
