// SPDX-License-Identifier: MIT

// How wide PASIDs may be behind each IOMMU, from the document of
// iommu-probe --json:
//
//	iommu-probe --json | go run read-host.go
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Members that a program does not need are left out: encoding/json passes over
// them, as over those of later versions.
type host struct {
	SchemaVersion string `json:"schema_version"`
	Document      string `json:"document"`
	Iommus        []struct {
		Name   string `json:"name"`
		Models []struct {
			Name         string `json:"name"`
			Capabilities struct {
				// A pointer, since 0 is not the same as missing.
				SsidBits *uint64 `json:"ssid_bits"`
			} `json:"capabilities"`
		} `json:"models"`
		Devices []string `json:"devices"`
	} `json:"iommus"`
	Errors []struct {
		Path    string `json:"path"`
		Message string `json:"message"`
	} `json:"errors"`
}

// A capability that is missing could not be read, or the model has no such notion.
func bits(value *uint64) string {
	if value == nil {
		return "?"
	}
	return fmt.Sprint(*value)
}

func main() {
	var document host

	err := json.NewDecoder(os.Stdin).Decode(&document)
	if err != nil || !strings.HasPrefix(document.SchemaVersion, "1.") ||
		document.Document != "host" {
		fmt.Fprintln(os.Stderr, "read-host: no document that this program knows")
		os.Exit(1)
	}
	for _, iommu := range document.Iommus {
		if len(iommu.Models) == 0 {
			fmt.Printf("%s: the kernel shows nothing\n", iommu.Name)
		}
		for _, model := range iommu.Models {
			fmt.Printf("%s: %s, %s bits of PASID, %d devices\n", iommu.Name, model.Name,
				bits(model.Capabilities.SsidBits), len(iommu.Devices))
		}
	}
	for _, failed := range document.Errors {
		fmt.Fprintf(os.Stderr, "read-host: %s: %s\n", failed.Path, failed.Message)
	}
	if len(document.Errors) > 0 {
		os.Exit(4)
	}
}
