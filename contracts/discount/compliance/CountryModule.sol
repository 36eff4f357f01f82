// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ComplianceModule} from "./ComplianceModule.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";

/// @title Only identities of certain countries get notes. The setting is the number of a list of countries.
/// @notice Lists are numbered in the order in which they are made and never change: an offering that wants others names
/// another list. Anybody may make one.
contract CountryModule is ComplianceModule {
    using BitMaps for BitMaps.BitMap;

    uint16 private constant LAST_COUNTRY = 999;

    uint80 public lists;
    mapping(uint80 list => BitMaps.BitMap) private _countries;

    /// @param countries ISO 3166-1 numeric
    event CountriesListed(uint80 indexed list, uint16[] countries);

    error CountryNotAllowed(address holder, uint16 country);
    error NoCountries();
    error UnknownCountry(uint16 country);

    function listCountries(uint16[] calldata countries) external returns (uint80 list) {
        if (countries.length == 0) revert NoCountries();
        list = ++lists;
        for (uint256 i = 0; i < countries.length; ++i) {
            if (countries[i] == 0 || countries[i] > LAST_COUNTRY) revert UnknownCountry(countries[i]);
            _countries[list].set(countries[i]);
        }
        emit CountriesListed(list, countries);
    }

    function isListed(uint80 list, uint16 country) external view returns (bool) {
        return _countries[list].get(country);
    }

    /// @inheritdoc IComplianceModule
    function check(uint80 setting, Movement calldata movement) external view returns (bool) {
        if (movement.to == address(0)) return false;
        uint16 country = uint16(movement.toCountry);
        if (!_countries[setting].get(country)) revert CountryNotAllowed(movement.to, country);
        return false;
    }

    /// @inheritdoc IComplianceModule
    function requireSetting(uint80 setting) external view {
        if (setting == 0 || setting > lists) revert SettingOutOfRange(setting);
    }
}
