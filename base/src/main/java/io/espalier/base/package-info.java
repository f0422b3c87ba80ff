// SPDX-License-Identifier: Apache-2.0
/** What every module needs: typed errors, files that are written whole or not at all, provenance, progress. */
@NullMarked
package io.espalier.base;

import org.jspecify.annotations.NullMarked;
