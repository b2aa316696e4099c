//! Small whole files.

/// A node, an element and a mission with two events, in XML.
pub(super) const XML: &str = r#"<scenario>
  <name>S</name>
  <startDate>2030-01-01 00:00:00.0 UTC</startDate>
  <scenarioType>LUNAR</scenarioType>
  <network>
    <nodes class="tree-set">
      <no-comparator/>
      <surfaceNode>
        <tid>1</tid>
        <name>Base</name>
        <contents class="tree-set"><no-comparator/></contents>
        <body>MOON</body>
        <latitude>-89.9</latitude>
        <longitude>0.0</longitude>
      </surfaceNode>
    </nodes>
    <edges class="tree-set"><no-comparator/></edges>
  </network>
  <missionList>
    <edu.mit.spacenet.scenario.Mission>
      <name>M</name>
      <startDate>2030-01-02 00:00:00.0 UTC</startDate>
      <scenario reference="../../.."/>
      <eventList>
        <edu.mit.spacenet.simulator.event.CreateEvent>
          <name>create</name>
          <time>0.5</time>
          <priority>1</priority>
          <location class="surfaceNode" reference="../../../../../network/nodes/surfaceNode"/>
          <elements class="tree-set">
            <no-comparator/>
            <edu.mit.spacenet.domain.element.Carrier>
              <tid>7</tid>
              <uid>1</uid>
              <name>Hut</name>
              <classOfSupply>COS801</classOfSupply>
              <environment>PRESSURIZED</environment>
              <mass>100.0</mass>
              <states class="tree-set">
                <no-comparator/>
                <edu.mit.spacenet.domain.element.State>
                  <tid>1</tid>
                  <name>on</name>
                  <stateType>ACTIVE</stateType>
                  <demandModels class="tree-set">
                    <no-comparator/>
                    <edu.mit.spacenet.domain.model.RatedDemandModel>
                      <tid>3</tid>
                      <name>air</name>
                      <demandRates class="tree-set">
                        <no-comparator/>
                        <edu.mit.spacenet.domain.resource.Demand>
                          <resource class="edu.mit.spacenet.domain.resource.GenericResource">
                            <tid>-203</tid>
                            <classOfSupply>COS203</classOfSupply>
                            <environment>UNPRESSURIZED</environment>
                          </resource>
                          <amount>1.5</amount>
                        </edu.mit.spacenet.domain.resource.Demand>
                      </demandRates>
                    </edu.mit.spacenet.domain.model.RatedDemandModel>
                  </demandModels>
                </edu.mit.spacenet.domain.element.State>
              </states>
              <currentState class="edu.mit.spacenet.domain.element.State"
                reference="../states/edu.mit.spacenet.domain.element.State"/>
              <contents class="tree-set"><no-comparator/></contents>
              <maxCargoMass>50.0</maxCargoMass>
              <maxCargoVolume>0.0</maxCargoVolume>
              <cargoEnvironment>PRESSURIZED</cargoEnvironment>
              <maxCrewSize>2</maxCrewSize>
            </edu.mit.spacenet.domain.element.Carrier>
          </elements>
          <container class="surfaceNode" reference="../location"/>
        </edu.mit.spacenet.simulator.event.CreateEvent>
        <edu.mit.spacenet.simulator.event.DemandEvent>
          <name>use</name>
          <time>1.0</time>
          <priority>2</priority>
          <location class="surfaceNode" reference="../../../../../network/nodes/surfaceNode"/>
          <element class="edu.mit.spacenet.domain.element.Carrier"
            reference="../../edu.mit.spacenet.simulator.event.CreateEvent/elements/edu.mit.spacenet.domain.element.Carrier"/>
          <demands>
            <demands class="tree-set">
              <no-comparator/>
              <edu.mit.spacenet.domain.resource.Demand>
                <resource class="edu.mit.spacenet.domain.resource.Item">
                  <tid>9</tid>
                  <name>Filter</name>
                  <classOfSupply>COS4011</classOfSupply>
                  <unitMass>2.0</unitMass>
                </resource>
                <amount>3.0</amount>
              </edu.mit.spacenet.domain.resource.Demand>
            </demands>
          </demands>
        </edu.mit.spacenet.simulator.event.DemandEvent>
      </eventList>
      <demandModels class="tree-set"><no-comparator/></demandModels>
      <origin class="surfaceNode" reference="../../../network/nodes/surfaceNode"/>
    </edu.mit.spacenet.scenario.Mission>
  </missionList>
</scenario>
"#;

/// Library elements, instances and a mission, in JSON.
pub(super) const JSON: &str = r#"{
  "name": "S", "startDate": "2030-01-01T00:00:00Z", "scenarioType": "Lunar",
  "network": {
    "nodes": [{"id": "n", "type": "Surface Node", "name": "Base", "body1": "Moon",
      "latitude": -89.9, "longitude": 0, "contents": []},
      {"id": "m", "type": "Surface Node", "name": "Crater", "body1": "Moon",
      "latitude": -89.5, "longitude": 190, "contents": []}],
    "edges": [{"id": "e", "type": "Surface Edge", "name": "Track", "origin": "n",
      "destination": "m", "distance": 12.5, "contents": []}]
  },
  "resourceList": [{"id": "r", "type": "Continuous", "name": "Water", "classOfSupply": 201,
    "units": "kg", "unitMass": 1, "unitVolume": 0.001, "packingFactor": 0}],
  "demandModels": [{"id": "d", "type": "Rated", "name": "thirst",
    "demands": [{"resource": "r", "rate": 2.5}]}],
  "elementTemplates": [
    {"id": "t", "type": "Surface Vehicle", "name": "Rover", "description": "", "classOfSupply": 802,
      "environment": "Unpressurized", "accommodationMass": 0, "mass": 400, "volume": 1,
      "states": [
        {"id": "s0", "name": "stop", "type": "Dormant", "demandModels": []},
        {"id": "s1", "name": "drive", "type": "Special", "demandModels": [
          {"type": "Rated", "name": "thirst", "templateId": "d"}]},
        {"id": "s2", "name": "idle", "type": "Active", "demandModels": []}
      ],
      "currentStateIndex": 2, "parts": [], "maxCargoMass": 200, "maxCargoVolume": null,
      "cargoEnvironment": "Unpressurized", "maxCrew": 2, "contents": ["b"],
      "maxSpeed": 15, "maxFuel": 50, "fuel": {"resource": "r", "amount": 40}},
    {"id": "b", "type": "Resource Container", "name": "Bag", "description": "",
      "classOfSupply": 501, "environment": "Unpressurized", "mass": 1, "states": [], "parts": [],
      "maxCargoMass": 10, "maxCargoVolume": 1, "cargoEnvironment": "Unpressurized",
      "contents": [{"resource": "r", "amount": 4}]}
  ],
  "instantiatedElements": [
    {"id": "i", "type": "Surface Vehicle", "templateId": "t", "name": "Rover 1", "mass": null}
  ],
  "missionList": [{"name": "M", "startDate": "2030-01-02T00:00:00Z", "origin": "n",
    "destination": "n", "returnOrigin": null, "returnDestination": null, "demandModels": [],
    "events": [
      {"type": "Create Elements", "name": "create", "priority": 1, "missionTime": "PT12H",
        "location": "n", "elements": ["i"], "container": "n"},
      {"type": "Reconfigure Element", "name": "drive", "priority": 2, "missionTime": "43200",
        "location": "n", "element": "i", "stateIndex": 1},
      {"type": "Surface Transport", "name": "go", "priority": 3, "missionTime": 86400,
        "location": "n", "edge": "e", "vehicle": "i", "speed": 10, "dutyCycle": 0.5,
        "transportState": "s1"}
    ]}],
  "configuration": {"timePrecision": 0.05, "smallGasTTankMaxVolume": 0.3,
    "smallLiquidTTankMass": 12, "itemDiscretization": "Element"}
}
"#;
